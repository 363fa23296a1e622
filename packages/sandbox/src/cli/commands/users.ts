import { type Command } from "commander";
import { createUser } from "../../alyx/accounts/create-user.ts";
import { UnknownUserError } from "../../alyx/accounts/errors.ts";
import { ensureUser } from "../../sandbox/sandbox-user.ts";
import { addPlaceOptions, type PlaceOptions, withKeptLab } from "../place-options.ts";
import { askPassword, readPasswordLine } from "../read-password.ts";
import { print, type Terminal } from "../terminal.ts";

interface PasswordOptions extends PlaceOptions {
  readonly passwordStdin?: boolean | undefined;
}

interface AddOptions extends PasswordOptions {
  readonly email?: string | undefined;
  readonly lab?: string | undefined;
  readonly public?: boolean | undefined;
}

const EXAMPLES = `
Examples:
  sandbox users add alice --folder lab                          asks for the password
  pass show lab | sandbox users add alice --password-stdin --folder lab
  sandbox users list --folder lab

A password is never an argument: other users of the machine see those.`;

/** Add `sandbox users`. */
export function addUsers(program: Command, terminal: Terminal): void {
  const users = program.command("users").description("Who may log in.").addHelpText("after", EXAMPLES);
  for (const add of [addAdd, addPassword, addList]) add(users, terminal);
}

function addAdd(users: Command, terminal: Terminal): void {
  addPlaceOptions(users.command("add"))
    .description("Make a user.")
    .argument("<name>", "letters, digits and @ . + - _")
    .option("--password-stdin", "read the password from standard input")
    .option("--email <address>", "address of the user")
    .option("--lab <name>", "lab of the user; made if missing")
    .option("--public", "the user may read only")
    .addHelpText("after", EXAMPLES)
    .action(async (username: string, options: AddOptions) => {
      const password = await passwordFor(username, options, terminal);
      const { email, lab, public: isPublic } = options;
      await withKeptLab(options, terminal, ({ database }) =>
        createUser(database, { username, password, email, lab, isPublic }),
      );
      print(terminal, `${username} can log in`);
    });
}

function addPassword(users: Command, terminal: Terminal): void {
  addPlaceOptions(users.command("password"))
    .description("Give a user another password; tokens of the old one become void.")
    .argument("<name>", "the user")
    .option("--password-stdin", "read the password from standard input")
    .addHelpText("after", "\nExample:\n  sandbox users password alice --folder lab")
    .action(async (username: string, options: PasswordOptions) => {
      const password = await passwordFor(username, options, terminal);
      await withKeptLab(options, terminal, async ({ database }) => {
        const query = database.db.selectFrom("lab_member").select("id").where("username", "=", username);
        if ((await query.executeTakeFirst()) === undefined) throw new UnknownUserError(username);
        await ensureUser(database, { username, password });
      });
      print(terminal, `${username} has another password`);
    });
}

function addList(users: Command, terminal: Terminal): void {
  addPlaceOptions(users.command("list"))
    .description("List the users.")
    .addHelpText("after", "\nExample:\n  sandbox users list --folder lab")
    .action(async (options: PlaceOptions) => {
      await withKeptLab(options, terminal, async ({ database }) => {
        const rows = await database.db
          .selectFrom("lab_member")
          .select(["username", "email", "is_public_user", "password"])
          .orderBy("username")
          .execute();
        for (const { username, email, is_public_user, password } of rows) {
          const facts = [is_public_user ? "reads only" : "", password === "" ? "no password" : "", email];
          print(terminal, [username, ...facts.filter((fact) => fact !== "")].join("\t"));
        }
      });
    });
}

async function passwordFor(username: string, options: PasswordOptions, terminal: Terminal): Promise<string> {
  return options.passwordStdin === true ? await readPasswordLine(terminal) : await askPassword(terminal, username);
}
