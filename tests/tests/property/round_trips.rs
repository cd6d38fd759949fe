//! The types read what the schemas allow, and write it again.

use std::collections::{BTreeMap, BTreeSet};

use generator::ir::{Capability, Encoding, published};
use serde_json::{Value, json};

use crate::documents;
use crate::losses::{compare, may_be_refused};
use crate::oracle::oracle;
use crate::run::{Found, finish, run, share};

/// Reads a value as a type and writes it again, or says where it does not fit.
type RoundTrip = fn(&Value) -> Result<Value, Vec<String>>;

/// The types of bodies and answers, by capability, operation and place.
type Table = BTreeMap<(&'static str, &'static str, &'static str), RoundTrip>;

macro_rules! table {
    ($crate_name:ident: $($capability:literal in $module:ident { $($operation:literal $place:ident $type:ty;)* })*) => {{
        let mut table = Table::new();
        $({
            #[allow(unused_imports)]
            use $crate_name::$module::types::*;
            #[allow(unused_imports)]
            use $crate_name::support::{file::File, secret::Secret};
            $({
                let round_trip: RoundTrip = |value| {
                    use $crate_name::support::json::{Json, from_value};
                    let pointers = |all: Vec<$crate_name::support::json::Mismatch>| {
                        all.into_iter().map(|it| it.pointer).collect()
                    };
                    from_value::<$type>(value.clone()).map(|it| it.write()).map_err(pointers)
                };
                assert!(table.insert(($capability, $operation, stringify!($place)), round_trip).is_none());
            })*
        })*
        table
    }};
}

#[test]
fn the_types_of_the_fixture_keep_what_they_read() {
    check(
        &documents::specs("tests/specs"),
        &table! {
            fixture:
            "pets" in pets {
                "pets-list" answer Vec<Pet>;
                "pets-create" body CreateRequest;
                "pets-create" answer Pet;
                "pets-show" answer Pet;
                "pets-upload" body UploadRequest;
                "pets-upload" answer Value;
            }
            "bodies" in bodies {
                "bodies-json" body JsonRequest;
                "bodies-optional" body Note;
                "bodies-array" body Vec<Note>;
                "bodies-scalar" body i64;
                "bodies-word" body String;
                "bodies-form" body FormRequest;
                "bodies-multipart" body MultipartRequest;
                "bodies-text" body String;
                "bodies-optional-text" body String;
                "bodies-binary" body File;
                "bodies-wild" body Note;
                "bodies-several" body Note;
                "bodies-several" answer Note;
                "bodies-shared" body Note;
                "bodies-equal" body EqualRequest;
            "bodies-nothing" body ();
            }
            "schemas" in schemas {
                "schemas-merged" answer Merged;
                "schemas-choices" answer ChoicesResponse;
                "schemas-nulls" body Nulls;
                "schemas-nulls" answer Nulls;
                "schemas-values" answer Values;
                "schemas-maps" answer Maps;
                "schemas-trees" answer Trees;
                "schemas-names" body Names;
                "schemas-numbers" answer Numbers;
                "schemas-secrets" body SecretsRequest;
                "schemas-shared" answer SharedResponse;
            }
            "nullable" in nullable {
                "nullable-show" answer Thing;
                "nullable-replace" body Option<Thing>;
                "nullable-replace" answer Option<Thing>;
            }
            "mapping" in mapping {
                "show-thing" answer Thing;
                "replace-thing" body Thing;
                "replace-thing" answer Thing;
                "send-word" body SendWordRequest;
                "send-word" answer Thing;
                "name-thing" body NameThingRequest;
                "name-thing" answer Thing;
            }
            "conformance" in conformance {
                "simple-text" answer String;
                "image-content" answer File;
                "audio-content" answer File;
                "embedded-resource" answer File;
                "multiple-content-types" answer File;
                "error-handling" answer String;
                "tool-with-progress" answer String;
                "logging-tool" answer String;
                "json-schema-2020-12-tool" body Contact;
                "json-schema-2020-12-tool" answer JsonSchema202012ToolResponse;
                "x-mcp-header" answer XMcpHeaderResponse;
                "record" answer RecordResponse;
            }
            "rules" in rules {
                "rules-arrays" answer Arrays;
                "rules-closed" answer Closed;
                "rules-conditions" answer Conditions;
                "rules-older" answer Older;
                "rules-exact" answer Exact;
            }
            "files" in files {
                "files-list" answer Vec<Team>;
                "files-add" body Team;
                "files-add" answer XAnswer;
            }
            "pages" in pages {
                "pages-offset" answer OffsetResponse;
                "pages-page" answer Things;
                "pages-cursor" answer Things;
                "pages-link" answer Vec<Thing>;
            }
            "blobs" in blobs {
                "blobs-put" body File;
                "blobs-put" answer Stored;
                "blobs-get" answer File;
                "blobs-send" body SendRequest;
                "blobs-send" answer Stored;
                "blobs-turn" body File;
                "blobs-turn" answer File;
            }
            "sides" in sides {
                "create" body AccountRequest;
                "create" answer Account;
                "replaceTeam" body TeamRequest;
                "replaceTeam" answer Team;
                "setPassword" body Password;
            }
            "answers" in answers {
                "answers-array" answer Vec<Thing>;
                "answers-scalar" answer f64;
                "answers-word" answer String;
                "answers-null" answer ();
                "answers-text" answer String;
            "answers-binary" answer File;
                "answers-created" answer Option<Thing>;
                "answers-several" answer SeveralResponse;
                "answers-default" answer Thing;
            "answers-default-text" answer String;
                "answers-class" answer Thing;
                "answers-shapeless" answer Value;
                "answers-old" answer Thing;
            }
        },
    );
}

#[test]
fn the_types_of_the_generated_crate_keep_what_they_read() {
    // One capability of many: what is written for each of its operations is written alike for all others.
    let mut capabilities = documents::specs("specs");
    capabilities.retain(|it| it.name == "dokploy-user");
    check(
        &capabilities,
        &table! {
            generated:
            "dokploy-user" in dokploy_user {
                "user-all" answer Vec<MemberWithUser>;
                "user-one" answer MemberWithUser;
                "user-session" answer Option<Session>;
                "user-get" answer Option<CurrentMember>;
                "user-getPermissions" answer BTreeMap<String, BTreeMap<String, bool>>;
                "user-haveRootAccess" answer bool;
                "user-getBackups" answer Option<UserBackups>;
                "user-getServerMetrics" answer Option<User>;
                "user-update" body UpdateRequest;
                "user-update" answer User;
                "user-getUserByToken" answer InvitationByToken;
                "user-getMetricsToken" answer MetricsToken;
                "user-remove" body RemoveRequest;
                "user-remove" answer Option<bool>;
                "user-assignPermissions" body AssignPermissionsRequest;
            "user-assignPermissions" answer ();
                "user-getInvitations" answer Vec<InvitationWithOrganization>;
                "user-getContainerMetrics" answer Vec<ContainerMetrics>;
                "user-generateToken" answer String;
                "user-deleteApiKey" body DeleteApiKeyRequest;
                "user-deleteApiKey" answer bool;
                "user-createApiKey" body CreateApiKeyRequest;
                "user-createApiKey" answer ApiKey;
                "user-checkUserOrganizations" answer i64;
                "user-createUserWithCredentials" body CreateUserWithCredentialsRequest;
                "user-createUserWithCredentials" answer CreatedUser;
                "user-sendInvitation" body SendInvitationRequest;
                "user-sendInvitation" answer Option<Secret>;
                "user-getBookmarkedTemplates" answer Vec<String>;
                "user-toggleTemplateBookmark" body ToggleTemplateBookmarkRequest;
                "user-toggleTemplateBookmark" answer BookmarkState;
            }
        },
    );
}

fn check(capabilities: &[Capability], table: &Table) {
    let schemas = schemas(capabilities);
    let listed: BTreeSet<_> =
        table.keys().map(|it| format!("{}/{} {}", it.0, it.1, it.2)).collect();
    let wanted: BTreeSet<_> = schemas.iter().map(|it| it.0.clone()).collect();
    assert_eq!(listed, wanted, "the table above lists every body and every answer with a schema");
    finish(schemas.iter().map(|(name, schema)| {
        let (_, round_trip) = table
            .iter()
            .find(|(it, _)| *name == format!("{}/{} {}", it.0, it.1, it.2))
            .expect("a row");
        let oracle = oracle(schema);
        run(name, schema, share(schemas.len()), &|instance| {
            // Whatever the instance is, reading it must come to an end.
            let written = round_trip(instance);
            if oracle.is_valid(instance) { keeps(schema, instance, written) } else { Ok(()) }
        })
    }));
}

fn keeps(schema: &Value, instance: &Value, written: Result<Value, Vec<String>>) -> Found {
    match written {
        Ok(written) => compare(schema, &[schema], instance, &written),
        Err(pointers) if pointers.iter().all(|it| may_be_refused(schema, instance, it)) => Ok(()),
        Err(pointers) => Err(format!("not read at {pointers:?}")),
    }
}

/// Every body and every answer that has a schema.
fn schemas(capabilities: &[Capability]) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for capability in capabilities {
        for operation in &capability.operations {
            let body = operation.body.as_ref().map(|it| ("body", it.encoding, it.schema));
            let answer = operation.success();
            let answer = answer.and_then(|it| Some(("answer", it.encoding?, it.schema?)));
            for (place, encoding, schema) in body.into_iter().chain(answer) {
                let name = format!("{}/{} {place}", capability.name, operation.name);
                all.push((name, meant(encoding, published(&capability.schemas, schema))));
            }
        }
    }
    all
}

/// Text and bytes are no JSON: whatever the schema says, the value is a string.
fn meant(encoding: Encoding, schema: Value) -> Value {
    match encoding {
        Encoding::Json | Encoding::Form | Encoding::Multipart => schema,
        Encoding::Text => json!({ "type": "string", "allOf": [schema] }),
        Encoding::Binary => json!({ "type": "string", "format": "binary", "allOf": [schema] }),
    }
}
