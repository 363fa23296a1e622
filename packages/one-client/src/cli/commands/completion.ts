import { type Command } from "commander";
import { ENDPOINTS } from "../../alyx/client/endpoint-table.ts";
import { REST_ACTIONS } from "../../alyx/client/rest-schema.ts";
import { print, type Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";
import { helpText } from "./help-text.ts";

const EXAMPLES = `
Examples:
  one completion bash > ~/.local/share/bash-completion/completions/one
  one completion zsh > "\${fpath[1]}/_one"
  one completion fish > ~/.config/fish/completions/one.fish`;

/** Add `one completion`. */
export function addCompletion(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  program
    .command("completion")
    .description("print a completion script for your shell")
    .argument("<shell>", [...SCRIPTS.keys()].join(", "))
    .addHelpText("after", helpText(terminal, EXAMPLES))
    .action((shell: string) => {
      print(terminal, completionScript(program, shell));
      done(0);
    });
}

/** What a shell is to complete after `one`: a command, what it is for, and its options with their dashes. */
interface Completed {
  readonly name: string;
  readonly about: string;
  readonly options: readonly string[];
  /** Words for its arguments, in their order; files where there are none. */
  readonly words: readonly (readonly string[])[];
}

/** Words that arguments usually are. A database may know more endpoints. */
const ARGUMENTS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  rest: [Object.keys(ENDPOINTS), REST_ACTIONS],
  completion: [["bash", "zsh", "fish"]],
};

/**
 * A script that completes commands and options, made from the program itself so that it cannot fall behind.
 *
 * @throws UsageError for a shell that is none of bash, zsh and fish.
 */
export function completionScript(program: Command, shell: string): string {
  const script = SCRIPTS.get(shell);
  if (script === undefined) {
    throw new UsageError(`No completion for "${shell}": expected ${[...SCRIPTS.keys()].join(", ")}`);
  }
  const commands = program.commands.map((command) => ({
    name: command.name(),
    about: command.description(),
    options: [...new Set([...command.options, ...program.options].flatMap((option) => option.long ?? []))],
    words: ARGUMENTS[command.name()] ?? [],
  }));
  return script(program.name(), commands);
}

const SCRIPTS: ReadonlyMap<string, (name: string, commands: readonly Completed[]) => string> = new Map([
  ["bash", bashScript],
  ["zsh", zshScript],
  ["fish", fishScript],
]);

function bashScript(name: string, commands: readonly Completed[]): string {
  const names = commands.map((command) => command.name).join(" ");
  const options = commands.map((c) => `    ${c.name}) words="${c.options.join(" ")}" ;;`).join("\n");
  const places = commands.flatMap((c) =>
    c.words.map((words, i) => `    ${c.name}:${i + 2}) words="${words.join(" ")}" ;;`),
  );
  return `_${name}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -le 1 ]; then words="${names}"
  elif [[ "$current" == -* ]]; then
    case "\${COMP_WORDS[1]}" in
${options}
    esac
  else
    case "\${COMP_WORDS[1]}:$COMP_CWORD" in
${places.join("\n")}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [ "\${#COMPREPLY[@]}" -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -o filenames -F _${name} ${name}`;
}

function zshScript(name: string, commands: readonly Completed[]): string {
  const list = commands.map((c) => `    '${c.name}:${c.about.replaceAll("'", "").replaceAll(":", "\\:")}'`).join("\n");
  const options = commands.map((c) => `    ${c.name}) compadd -- ${c.options.join(" ")} ;;`).join("\n");
  const places = commands.flatMap((c) =>
    c.words.map((words, i) => `    ${c.name}:${i + 3}) compadd -- ${words.join(" ")} ;;`),
  );
  // a file in fpath is the function's body at its first call, and must complete then; sourced, it only registers
  return `#compdef ${name}
_${name}() {
  local -a commands=(
${list}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  if [[ "\${words[CURRENT]}" != -* ]]; then
    case "\${words[2]}:$CURRENT" in
${places.join("\n")}
    *) _files ;;
    esac
    return
  fi
  case "\${words[2]}" in
${options}
  esac
}
if [ "$funcstack[1]" = "_${name}" ]; then _${name} "$@"; else compdef _${name} ${name}; fi`;
}

function fishScript(name: string, commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name: command, about, options, words }) => [
    `complete -c ${name} -f -n __fish_use_subcommand -a ${command} -d '${about.replaceAll("'", "")}'`,
    ...options.map((option) => `complete -c ${name} -n "__fish_seen_subcommand_from ${command}" -l ${option.slice(2)}`),
    ...words.map((place, i) => {
      const at = `__fish_seen_subcommand_from ${command}; and test (count (commandline -opc)) -eq ${i + 2}`;
      return `complete -c ${name} -f -n "${at}" -a "${place.join(" ")}"`;
    }),
  ]);
  return lines.join("\n");
}
