//! The Agent Skills of capabilities, served beside their tools (SEP-2640).

use std::collections::BTreeMap;
use std::path::Path;

use expect_test::expect;
use fixture::support::mcp::McpServer;
use rmcp::ServiceError;
use rmcp::model::{
    CacheScope, GetSkillRequestParams, ReadResourceDirectoryRequestParams,
    ReadResourceRequestParams, ResourceContents, SkillResources, validate_skills,
};
use serde_json::{Value, json};

use crate::common::{Client, Fake, connect, discover, initialize, start};

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
