//! The Agent Skills of capabilities, served beside their tools (SEP-2640).

use std::collections::BTreeMap;
use std::path::Path;

use expect_test::expect;
use fixture::support::mcp::{McpServer, Options};
use rmcp::ServiceError;
use rmcp::model::{
    CacheScope, GetSkillRequestParams, ReadResourceDirectoryRequestParams,
    ReadResourceRequestParams, ResourceContents, SkillResources, validate_skills,
};
use serde_json::{Value, json};

use crate::common::{Client, Fake, connect, connect_directly, discover, initialize, start};

const MAIN: &str = "skill://pets/SKILL.md";

async fn client(era: rmcp::service::ClientLifecycleMode) -> Client {
    let fake = Fake::json("null");
    let capabilities = vec![
        (&fixture::pets::CAPABILITY, fake.clone() as _),
        (&fixture::pages::CAPABILITY, fake as _),
    ];
    connect(start(McpServer::combined(capabilities).unwrap(), &[]).await, era).await
}

async fn read(client: &Client, uri: &str) -> String {
    let read = client.read_resource(ReadResourceRequestParams::new(uri)).await.unwrap();
    match &read.contents[..] {
        [ResourceContents::TextResourceContents { uri: told, mime_type, text, .. }] => {
            assert_eq!((&**told, mime_type.as_deref()), (uri, Some("text/markdown")));
            text.clone()
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn both_eras_list_and_read_skills() {
    for era in [initialize(), discover()] {
        let newest = era == discover();
        let client = client(era).await;
        let capabilities = serde_json::to_value(&client.peer_info().unwrap().capabilities).unwrap();
        let declared = json!({
            "extensions": { "io.modelcontextprotocol/skills": { "directoryRead": true } },
            "resources": {},
            "tools": {},
        });
        assert_eq!(capabilities, declared);
        let list = client.list_skills(None).await.unwrap();
        assert_eq!(list.ttl_ms, newest.then_some(300_000));
        assert_eq!(list.cache_scope, newest.then_some(CacheScope::Public));
        validate_skills(&list.skills).unwrap();
        let names: Vec<&str> = list.skills.iter().map(|it| it.name()).collect();
        assert_eq!(names, ["pets", "pages"]);
        let one = client.get_skill(GetSkillRequestParams::new(MAIN)).await.unwrap().skill;
        assert_eq!(one, list.skills[0]);
        let SkillResources::Files(files) = &one.resources else { panic!("{:?}", one.resources) };
        for file in files {
            file.verify(read(&client, &file.uri).await.as_bytes()).unwrap();
        }
    }
}

/// What a host compares before it loads a skill.
#[tokio::test]
async fn the_front_matter_is_that_of_the_file() {
    let client = client(discover()).await;
    for skill in client.list_skills(None).await.unwrap().skills {
        let text = read(&client, &skill.uri).await;
        let front = text.strip_prefix("---\n").unwrap().split("\n---\n").next().unwrap();
        let front: Value = serde_yaml::from_str(front).unwrap();
        assert_eq!(front, serde_json::to_value(&skill.frontmatter).unwrap());
    }
}

#[tokio::test]
async fn the_files_are_those_of_the_folder() {
    let client = client(discover()).await;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixture/skills/pets");
    let mut on_disk: BTreeMap<String, String> = BTreeMap::new();
    for folder in [root.clone(), root.join("references")] {
        for file in folder.read_dir().unwrap().map(|it| it.unwrap().path()) {
            if file.is_file() {
                let path = file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                on_disk
                    .insert(format!("skill://pets/{path}"), std::fs::read_to_string(file).unwrap());
            }
        }
    }
    let skill = client.get_skill(GetSkillRequestParams::new(MAIN)).await.unwrap().skill;
    let SkillResources::Files(files) = &skill.resources else { panic!("{:?}", skill.resources) };
    assert_eq!(files.len(), on_disk.len());
    for file in files {
        assert_eq!(read(&client, &file.uri).await, on_disk[&file.uri], "{}", file.uri);
    }
}

#[tokio::test]
async fn skills_are_resources_for_those_who_do_not_know_them() {
    let client = client(initialize()).await;
    let list = client.list_resources(None).await.unwrap();
    let shown: Vec<String> =
        list.resources.iter().map(|it| format!("{} {}", it.name, it.uri)).collect();
    expect!["pets skill://pets/SKILL.md\npages skill://pages/SKILL.md"]
        .assert_eq(&shown.join("\n"));
    let templates = client.list_resource_templates(None).await.unwrap().resource_templates;
    assert_eq!(templates[0].uri_template, "skill://{skill}/{+path}");
}

#[tokio::test]
async fn folders_are_listed_and_nothing_else_is() {
    let client = client(discover()).await;
    let mut told = String::new();
    for uri in [
        "skill://pets",
        "skill://pets/references",
        "skill://pets/SKILL.md",
        "skill://pets/refer",
        "skill://cats",
    ] {
        let request = ReadResourceDirectoryRequestParams::new(uri);
        told += &match client.read_resource_directory(request).await {
            Ok(list) => list
                .resources
                .iter()
                .map(|it| format!("{} {}\n", it.uri, it.mime_type.as_deref().unwrap()))
                .collect(),
            Err(ServiceError::McpError(error)) => format!("{}: {}\n", error.code.0, error.message),
            Err(other) => panic!("{other}"),
        };
    }
    expect![[r#"
        skill://pets/SKILL.md text/markdown
        skill://pets/references inode/directory
        skill://pets/references/list.md text/markdown
        skill://pets/references/create.md text/markdown
        skill://pets/references/show.md text/markdown
        skill://pets/references/remove.md text/markdown
        skill://pets/references/upload.md text/markdown
        -32602: skill://pets/SKILL.md is not a directory resource
        -32602: skill://pets/refer is not a directory resource
        -32602: skill://cats is not a directory resource
    "#]]
    .assert_eq(&told);
}

#[tokio::test]
async fn what_is_not_there_is_said_so() {
    for era in [initialize(), discover()] {
        let expected = if era == discover() { -32602 } else { -32002 };
        let client = client(era).await;
        for uri in
            ["skill://pets/references/../SKILL.md", "skill://cats/SKILL.md", "file:///etc/passwd"]
        {
            let error =
                client.read_resource(ReadResourceRequestParams::new(uri)).await.unwrap_err();
            let ServiceError::McpError(error) = error else { panic!("{error}") };
            assert_eq!(
                (error.code.0, &*error.message),
                (expected, &*format!("there is no resource {uri}"))
            );
        }
        let unknown = client.get_skill(GetSkillRequestParams::new("skill://cats/SKILL.md")).await;
        let Err(ServiceError::McpError(error)) = unknown else { panic!("{unknown:?}") };
        assert_eq!(error.code.0, -32602);
    }
}

async fn showing(
    capability: &'static fixture::support::operation::Capability,
    options: Options,
) -> Client {
    let capabilities = vec![(capability, Fake::json("null") as _)];
    connect_directly(McpServer::with_options(capabilities, options).unwrap()).await
}

/// All files of the one skill of a server, whose digests hold, in one text.
async fn whole(client: &Client) -> String {
    let [skill] = &client.list_skills(None).await.unwrap().skills[..] else { panic!("one skill") };
    let SkillResources::Files(files) = &skill.resources else { panic!("{:?}", skill.resources) };
    let mut whole = String::new();
    for file in files {
        let text = read(client, &file.uri).await;
        file.verify(text.as_bytes()).unwrap();
        whole += &format!("<{}>\n{text}", file.uri);
    }
    let front = whole.split("---\n").nth(1).unwrap();
    let front: Value = serde_yaml::from_str(front).unwrap();
    assert_eq!(front, serde_json::to_value(&skill.frontmatter).unwrap());
    whole
}

#[tokio::test]
async fn of_hidden_tools_nothing_is_told() {
    let client = showing(&fixture::pets::CAPABILITY, Options::new().read_only(true)).await;
    let whole = whole(&client).await;
    let (main, pages) = whole.split_once("\n<").unwrap();
    expect![[r#"
        <skill://pets/SKILL.md>
        ---
        name: pets
        description: "Pets of a shop. Use it to: List pets, Show a pet."
        ---

        # Pets

        Pets of a shop.

        ## Reach it

        - **MCP**: call the tools of the server `pets-mcp` by the names below.
        - **REST**: `http://127.0.0.1:8080` unless you are told another address. The page of an operation tells its route; arguments go into the path, the query or the JSON body, as the page says.
        - **Neither is running?** `capability serve pets` serves what there is, and `capability serve pets --stdio` MCP on stdin and stdout.
        - The program takes address and credentials from its environment: `PETS_URL`, `PETS_API_KEY`. Never ask for their values, and never put one into an argument.

        Before the first call of an operation, read its page below: arguments, an example, the result, errors. Do not guess arguments.

        ## Operations

        ### Read

        | operation | does | needs |
        |---|---|---|
        | [`pets-list`](references/list.md) | List pets |  |
        | [`pets-show`](references/show.md) | Show a pet | `petId` |

        ### Change

        | operation | does | needs | may be repeated |
        |---|---|---|---|
        | [`POST /v1/pets/{petId}/photo`](references/upload.md) | Upload a photo | `petId`, `file` | no |

        ## What comes from where

        - `petId` (for `pets-show`, `POST /v1/pets/{petId}/photo`): take `[].id` of `pets-list`.

    "#]].assert_eq(main.split("## Rules").next().unwrap());
    let pages = pages.lines().filter_map(|it| it.strip_suffix(".md>"));
    assert_eq!(pages.collect::<Vec<_>>().len(), 3, "{whole}");
    let hidden = ReadResourceRequestParams::new("skill://pets/references/remove.md");
    assert!(client.read_resource(hidden).await.is_err());
}

/// Each tool of each capability, hidden alone: its name is gone, and everything else stays.
#[tokio::test]
async fn whichever_tool_is_hidden_the_others_stay() {
    for capability in fixture::CAPABILITIES {
        let tools = capability.mcp.as_ref().map_or(&[][..], |it| it.tools);
        for hidden in tools.iter().filter(|_| tools.len() > 1) {
            let client = showing(capability, Options::new().deny([hidden.name])).await;
            let whole = whole(&client).await;
            assert!(!whole.contains(&format!("`{}`", hidden.name)), "{}: {whole}", hidden.name);
            for tool in tools.iter().filter(|it| it.name != hidden.name) {
                let heading = format!("# `{}`: ", tool.name);
                let is_described = capability.skill.iter().flat_map(|it| it.files);
                let mut is_described = is_described.filter(|it| it.tools.contains(&tool.name));
                if is_described.next().is_some() {
                    assert!(
                        whole.contains(&heading),
                        "{} without {}: {whole}",
                        tool.name,
                        hidden.name
                    );
                    assert!(whole.contains(&format!("| [`{}`](", tool.name)), "{whole}");
                }
            }
        }
    }
}

/// Of a skill whose operations share pages, those that are left are counted and told.
#[tokio::test]
async fn pages_that_are_shared_lose_what_is_hidden() {
    use fixture::support::operation::{Capability, ErrorShape, Mcp};
    use fixture::support::skill::{File, Skill};
    const MAIN: &str = "---\nname: shared\ndescription: \"All.\"\n---\n\n# Shared\n\n## Operations\n\n\
        | topic | read | change | delete or overwrite |\n|---|---|---|---|\n\
        | [pets](references/pets.md) | 2 | 1 | 0 |\n| [old](references/old.md) | 0 | 0 | 1 |\n";
    const PETS: &str = "# pets\n\n| operation | does |\n|---|---|\n| `pets-list` | List |\n| `pets-show` | Show |\n\
        | `pets-create` | Create |\n\n# `pets-list`: List\n\n- Tool: `pets-list`\n\n# `pets-show`: Show\n\n\
        - Tool: `pets-list`, `pets-show`\n\n| name | type |\n|---|---|\n| `pets-list` | `string` |\n\n\
        ```\n# `pets-list`: a line of code\n```\n\n# `pets-create`: Create\n\n- Tool: `pets-create`\n";
    static SKILL: Skill = Skill {
        name: "shared",
        description: "All.",
        summary: "All.",
        files: &[
            File { path: "SKILL.md", text: MAIN, tools: &[] },
            File {
                path: "references/pets.md",
                text: PETS,
                tools: &["pets-list", "pets-show", "pets-create"],
            },
            File {
                path: "references/old.md",
                text: "# `pets-remove`: Remove\n",
                tools: &["pets-remove"],
            },
        ],
    };
    let pets = &fixture::pets::CAPABILITY;
    let own = pets.mcp.as_ref().unwrap();
    let mcp = Mcp {
        name: "shared",
        instructions: "",
        address: own.address,
        port: own.port,
        tools: own.tools,
        definitions: own.definitions,
        ttl_ms: None,
        shared: None,
        resources: &[],
        prompts: &[],
    };
    let capability: &'static Capability = Box::leak(Box::new(Capability {
        name: "shared",
        title: "Shared",
        description: "",
        base_url: "",
        schemes: &[],
        operations: pets.operations,
        rest: None,
        mcp: Some(mcp),
        errors: ErrorShape::MessageCodeIssues,
        skill: Some(&SKILL),
    }));
    let options = Options::new().deny(["pets-remove", "pets-list"]);
    expect![[r#"
        <skill://shared/SKILL.md>
        ---
        name: shared
        description: "All. Use it to: Show a pet, Create a pet."
        ---

        # Shared

        ## Operations

        | topic | read | change | delete or overwrite |
        |---|---|---|---|
        | [pets](references/pets.md) | 1 | 1 | 0 |
        <skill://shared/references/pets.md>
        # pets

        | operation | does |
        |---|---|
        | `pets-show` | Show |
        | `pets-create` | Create |

        # `pets-show`: Show

        - Tool: `pets-show`

        | name | type |
        |---|---|
        | `pets-list` | `string` |

        ```
        # `pets-list`: a line of code
        ```

        # `pets-create`: Create

        - Tool: `pets-create`
    "#]]
    .assert_eq(&whole(&showing(capability, options).await).await);
}
