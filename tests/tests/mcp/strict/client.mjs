// Calls the tools of a plan by the client of the TypeScript SDK, which checks results against output schemas.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, plan] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(`${folder}/${name}.mjs`).href);
const { Client, StreamableHTTPClientTransport } = await load("index");
const { StdioClientTransport } = await load("stdio");

function transport(entry) {
  if (entry.url) {
    return new StreamableHTTPClientTransport(new URL(entry.url));
  }
  const { command, arguments: args, environment: env } = entry;
  return new StdioClientTransport({ command, args, env, stderr: "ignore" });
}

// The number of calls accepted; what is not accepted is printed.
async function check(entry) {
  const client = new Client({ name: "strict", version: "1.0.0" });
  await client.connect(transport(entry));
  // Only what is listed is checked against its output schema.
  const { tools } = await client.listTools();
  if (tools.length !== entry.tools) {
    console.log(`${entry.name}: ${tools.length} tools are listed`);
  }
  let accepted = 0;
  for (const call of entry.calls) {
    try {
      const result = await client.callTool({ name: call.tool, arguments: call.arguments });
      if (result.isError) {
        console.log(`${entry.name}: ${call.tool}: ${JSON.stringify(result.content)}`);
      } else {
        accepted += 1;
      }
    } catch (error) {
      console.log(`${entry.name}: ${call.tool}: ${error}`);
    }
  }
  await client.close();
  return accepted;
}

const accepted = await Promise.all(JSON.parse(readFileSync(plan, "utf8")).map(check));
console.log(`${accepted.reduce((sum, it) => sum + it, 0)} calls accepted`);
