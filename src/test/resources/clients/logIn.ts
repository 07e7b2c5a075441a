// Logs in with the generated client, and prints the address of the account.
import { AccountApi, Configuration, TokensApi } from "./index";

declare const process: { argv: string[] };

async function main(): Promise<void> {
  const [basePath, email, password] = process.argv.slice(2);
  const tokens = await new TokensApi(new Configuration({ basePath })).logIn({ credentials: { email, password } });
  const account = new AccountApi(new Configuration({ basePath, accessToken: tokens.token }));
  console.log((await account.getAccount()).email);
}

main();
