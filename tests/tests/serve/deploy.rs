//! The examples of how the program is deployed follow from the capabilities, and are what it understands.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::process::run;
use crate::upstream::Upstream;

const TOKENS: &str = "CAPABILITY_TOKENS";
const KEY: &str = "CAPABILITY_CONFIRM_KEY";

fn documents(package: &str, name: &str) -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let text = std::fs::read_to_string(root.join(package).join("deploy").join(name)).unwrap();
    let documents = serde_yaml::Deserializer::from_str(&text);
    documents.map(|it| serde::Deserialize::deserialize(it).unwrap()).collect()
}

fn container() -> Value {
    let mut documents = documents("tests/fixture", "kubernetes.yaml");
    documents[0]["spec"]["template"]["spec"]["containers"][0].take()
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect()
}

/// What `capability list` names.
async fn variables() -> BTreeSet<String> {
    let names: Vec<&str> = fixture::CAPABILITIES.iter().map(|it| it.name).collect();
    let output = run(&names.join(","), &["list"], None, "").await;
    let lines = output.stdout.lines().filter_map(|it| it.trim().strip_prefix("variables: "));
    lines.flat_map(|it| it.split(", ")).chain([TOKENS, KEY]).map(str::to_owned).collect()
}

#[tokio::test]
async fn the_manifests_name_every_variable_and_no_other() {
    let wanted = variables().await;
    let kubernetes = container()["env"].take();
    let mut named = BTreeSet::new();
    for variable in kubernetes.as_array().unwrap() {
        assert_eq!(variable["name"], variable["valueFrom"]["secretKeyRef"]["key"]);
        assert!(variable.get("value").is_none(), "{variable}");
        assert!(named.insert(variable["name"].as_str().unwrap().to_owned()), "{variable}");
    }
    assert_eq!(named, wanted);
    let compose = documents("tests/fixture", "compose.yaml");
    let compose = texts(&compose[0]["services"]["capability"]["environment"]);
    // Names alone: their values come from the shell.
    assert_eq!(compose.into_iter().collect::<BTreeSet<_>>(), wanted);
}

#[test]
fn the_manifests_hang_together() {
    for package in ["generated", "tests/fixture"] {
        let documents = documents(package, "kubernetes.yaml");
        let kinds: Vec<&str> = documents.iter().map(|it| it["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["Deployment", "Service", "PodDisruptionBudget"]);
        let deployment = &documents[0]["spec"];
        let labels = &deployment["template"]["metadata"]["labels"];
        assert_eq!(&deployment["selector"]["matchLabels"], labels);
        assert_eq!(&documents[1]["spec"]["selector"], labels);
        assert_eq!(&documents[2]["spec"]["selector"]["matchLabels"], labels);
        let container = &deployment["template"]["spec"]["containers"][0];
        let port = &container["ports"][0];
        assert_eq!(documents[1]["spec"]["ports"][0]["targetPort"], port["name"]);
        for (probe, path) in [("readinessProbe", "/readyz"), ("livenessProbe", "/healthz")] {
            assert_eq!(container[probe]["httpGet"]["path"], path);
            assert_eq!(container[probe]["httpGet"]["port"], port["name"]);
        }
        assert!(texts(&container["args"]).contains(&format!("--port={}", port["containerPort"])));
    }
}

#[tokio::test]
async fn the_program_takes_the_arguments_of_the_manifests() {
    let upstream = Upstream::start().await;
    let compose = documents("tests/fixture", "compose.yaml");
    for arguments in
        [texts(&container()["args"]), texts(&compose[0]["services"]["capability"]["command"])]
    {
        let arguments: Vec<&str> = arguments
            .iter()
            .map(|it| if it.starts_with("--port=") { "--port=0" } else { it.as_str() })
            .collect();
        let mut command = crate::process::command("pets", &arguments, Some(&upstream.url));
        command.env(TOKENS, "a-token-of-some-length").env(KEY, "k".repeat(32));
        command.stderr(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stderr = tokio::io::BufReader::new(child.stderr.take().unwrap());
        let line = tokio::io::AsyncBufReadExt::lines(stderr).next_line().await.unwrap().unwrap();
        let line: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line}"));
        assert!(line["message"].as_str().unwrap().starts_with("pets: REST on http://0.0.0.0:"));
    }
}
