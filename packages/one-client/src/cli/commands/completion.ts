import { type Command } from "commander";
import { print, type Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;

/** Add `one completion`. */
export function addCompletion(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  program
    .command("completion")
    .description("print a completion script for your shell")
    .argument("<shell>", SHELLS.join(", "))
    .addHelpText(
      "after",
      `
Examples:
  one completion bash > ~/.local/share/bash-completion/completions/one
  one completion zsh > "\${fpath[1]}/_one"
  one completion fish > ~/.config/fish/completions/one.fish`,
    )
    .action((shell: string) => {
      print(terminal, completionScript(program, shell));
      done(0);
    });
}

/**
 * A script that completes commands and options, made from the program itself so that it cannot fall behind.
 *
 * @throws UsageError for a shell that is none of bash, zsh and fish.
 */
export function completionScript(program: Command, shell: string): string {
  const name = program.name();
  const commands = program.commands.map((command) => ({
    name: command.name(),
    about: command.description(),
    options: [...command.options, ...program.options].flatMap((option) => option.long ?? []),
  }));
  const words = commands.map((command) => command.name).join(" ");
  if (shell === "bash") {
    const cases = commands.map((c) => `    ${c.name}) words="${c.options.join(" ")}" ;;`).join("\n");
    return `_${name}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words="${words}"
  if [ "$COMP_CWORD" -gt 1 ]; then
    case "\${COMP_WORDS[1]}" in
${cases}
    esac
    [[ "$current" != -* ]] && words=""
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [ "\${#COMPREPLY[@]}" -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -F _${name} ${name}`;
  }
  if (shell === "zsh") {
    const list = commands
      .map((c) => `    '${c.name}:${c.about.replaceAll("'", "").replaceAll(":", "\\:")}'`)
      .join("\n");
    const cases = commands.map((c) => `    ${c.name}) compadd -- ${c.options.join(" ")} ;;`).join("\n");
    return `#compdef ${name}
_${name}() {
  local -a commands=(
${list}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  [[ "\${words[CURRENT]}" == -* ]] || { _files; return; }
  case "\${words[2]}" in
${cases}
  esac
}
compdef _${name} ${name}`;
  }
  if (shell === "fish") {
    const lines = [`complete -c ${name} -f -n __fish_use_subcommand -a "${words}"`];
    for (const { name: command, options } of commands) {
      for (const option of options)
        lines.push(`complete -c ${name} -n "__fish_seen_subcommand_from ${command}" -l ${option.slice(2)}`);
    }
    return lines.join("\n");
  }
  throw new UsageError(`No completion for "${shell}": expected ${SHELLS.join(", ")}`);
}
