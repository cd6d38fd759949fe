//! What a capability offers over MCP beside tools: resources and prompts.

use expect_test::expect;
use generator::ir::{Source, Target};

use super::folder::{Folder, folder, only, text};

/// The folder with more below `exposes: mcp`; its operations take `id` and `limit`.
fn with(more: &str) -> Folder {
    let tools = "    tools:\n    - {name: list-pets,";
    folder()
        .capability(tools, &format!("{more}{tools}"))
        .openapi(
            "    get:\n      operationId: listPets\n",
            "    get:\n      operationId: listPets\n      parameters:\n      - {name: limit, in: query, schema: {type: integer}}\n      - {name: shop, in: query, required: true, schema: {type: string}}\n",
        )
        .capability(
            "        description: Lists the pets.\n",
            "        description: Lists the pets.\n        inputParameters: [{name: limit, in: query}, {name: shop, in: query}]\n",
        )
}

#[test]
fn a_resource_calls_an_operation_and_its_placeholders_are_inputs() {
    let compilation = with("    resources:
    - {name: pets, uri: 'pets://{shop}/{{most}}', mimeType: application/json, description: The pets of a shop., call: pets.list-pets, with: {limit: pets-mcp.most}}
").warns(&expect![[""]]);
    let [resource] = &only(&compilation).mcp.as_ref().unwrap().resources[..] else {
        panic!("one resource")
    };
    assert_eq!(resource.uri, "pets://{shop}/{most}");
    let set = (Target::Parameter("limit".to_owned()), Source::Input("most".to_owned()));
    assert_eq!(resource.call.with, [set]);
    assert!(text(&compilation, "src/pets/tools.rs").contains("pub static RESOURCES: &[Resource]"));
}

#[test]
fn a_prompt_has_arguments_that_are_required_unless_it_says_otherwise() {
    let compilation = with("    ttlMs: 60000
    cacheScope: private
    prompts:
    - name: ask
      label: Ask
      description: Asks for pets.
      arguments: [{name: kind, description: Which., required: false}, {name: shop, label: Shop, description: Where.}]
      template: [{role: user, content: 'Which {{kind}} are there in {{ shop }}?'}, {role: assistant, content: None.}]
").warns(&expect![[""]]);
    let mcp = only(&compilation).mcp.as_ref().unwrap();
    assert_eq!((mcp.ttl_ms, mcp.shared), (Some(60000), Some(false)));
    let [prompt] = &mcp.prompts[..] else { panic!("one prompt") };
    let required: Vec<bool> = prompt.arguments.iter().map(|it| it.required).collect();
    assert_eq!(required, [false, true]);
    let by_model: Vec<bool> = prompt.messages.iter().map(|it| it.by_model).collect();
    assert_eq!(by_model, [false, true]);
}

#[test]
fn a_resource_that_may_change_something_is_left_out() {
    let compilation = with(
        "    resources:
    - {name: pet, uri: 'pets://new', description: A new pet., call: pets.add-pet}
",
    )
    .warns(&expect![[r#"
        warning[unsafe-resource]: the resource `pet` calls a POST
          --> specs/pets.yaml:45:69
           |
        45 |     - {name: pet, uri: 'pets://new', description: A new pet., call: pets.add-pet}
           |                                                                     ^^^^^^^^^^^^ left out: clients read resources unasked
           |
           = help: offer the operation as a tool

    "#]]);
    assert!(only(&compilation).mcp.as_ref().unwrap().resources.is_empty());
}

#[test]
fn a_resource_that_could_never_be_read() {
    with("    resources:
    - {name: pets, uri: 'pets://all', description: The pets., call: pets.list-pets}
    - {name: some, uri: 'pets://{shop}/{some}', description: Some pets., call: pets.list-pets, with: {limit: '{{most}}'}}
")
    .fails(&expect![[r#"
        error[resource-lacks-input]: `list-pets` demands `shop`, which nothing gives
          --> specs/pets.yaml:45:25
           |
        45 |     - {name: pets, uri: 'pets://all', description: The pets., call: pets.list-pets}
           |                         ^^^^^^^^^^^^ the resource could never be read
           |
           = help: put `{shop}` into the URI, or set it in `with`

        error[unknown-input]: `{some}` names no input of `list-pets`
          --> specs/pets.yaml:46:25
           |
        46 |     - {name: some, uri: 'pets://{shop}/{some}', description: Some pets., call: pets.list-pets, with: {limit: '{{most}}'}}
           |                         ^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: its inputs are: limit, shop

        error[unknown-input]: `most` names no placeholder of the URI
          --> specs/pets.yaml:46:14
           |
        46 |     - {name: some, uri: 'pets://{shop}/{some}', description: Some pets., call: pets.list-pets, with: {limit: '{{most}}'}}
           |              ^^^^
           |
           = help: the URI has: shop, some

    "#]]);
}

#[test]
fn a_resource_without_a_uri_and_a_prompt_without_a_text() {
    with("    ttlMs: -1
    cacheScope: everyone
    resources:
    - {name: pets, uri: '{shop}/all', description: The pets., call: pets.list-pets}
    - {name: more, uri: 'pets://{shop', description: The pets., call: pets.list-pets}
    - {name: any pet, uri: 'pets://{+shop}', description: The pets., call: pets.list-pets}
    - {name: none, description: The pets., call: pets.list-pets}
    prompts:
    - {name: ask, description: Asks.}
    - {name: tell, description: Tells., template: [{role: system, content: Tell.}, {content: Tell.}]}
")
    .fails(&expect![[r#"
        error[invalid-value]: `{shop}/all` is no URI: it has no scheme
          --> specs/pets.yaml:47:25
           |
        47 |     - {name: pets, uri: '{shop}/all', description: The pets., call: pets.list-pets}
           |                         ^^^^^^^^^^^^
           |
           = help: begin it with a word of its own and `://`, such as `data://users`

        error[invalid-value]: `pets://{shop` is no template of URIs that can be matched
          --> specs/pets.yaml:48:25
           |
        48 |     - {name: more, uri: 'pets://{shop', description: The pets., call: pets.list-pets}
           |                         ^^^^^^^^^^^^^^
           |
           = help: a placeholder is `{name}`: letters, digits, `_`, `-` and `.`

        error[invalid-value]: `pets://{+shop}` is no template of URIs that can be matched
          --> specs/pets.yaml:49:28
           |
        49 |     - {name: any pet, uri: 'pets://{+shop}', description: The pets., call: pets.list-pets}
           |                            ^^^^^^^^^^^^^^^^
           |
           = help: a placeholder is `{name}`: letters, digits, `_`, `-` and `.`

        error[missing-field]: the MCP resource has no `uri`
          --> specs/pets.yaml:50:8
           |
        50 |     - {name: none, description: The pets., call: pets.list-pets}
           |        ^^^^

        error[missing-field]: the prompt has no `template`
          --> specs/pets.yaml:52:8
           |
        52 |     - {name: ask, description: Asks.}
           |        ^^^^

        error[invalid-value]: the role of a message is `user` or `assistant`
          --> specs/pets.yaml:53:59
           |
        53 |     - {name: tell, description: Tells., template: [{role: system, content: Tell.}, {content: Tell.}]}
           |                                                           ^^^^^^

        error[missing-field]: the message of the prompt has no `role`
          --> specs/pets.yaml:53:85
           |
        53 |     - {name: tell, description: Tells., template: [{role: system, content: Tell.}, {content: Tell.}]}
           |                                                                                     ^^^^^^^

        error[invalid-value]: `ttlMs` is a number of milliseconds: 0 or more, without a fraction
          --> specs/pets.yaml:44:12
           |
        44 |     ttlMs: -1
           |            ^^

        error[invalid-value]: `cacheScope` is `public` or `private`
          --> specs/pets.yaml:45:17
           |
        45 |     cacheScope: everyone
           |                 ^^^^^^^^

        warning[schema-violation]: the schema wants letters, digits and `-` in `any pet`
          --> specs/pets.yaml:49:14
           |
        49 |     - {name: any pet, uri: 'pets://{+shop}', description: The pets., call: pets.list-pets}
           |              ^^^^^^^

    "#]]);
}

#[test]
fn a_placeholder_of_a_prompt_that_is_no_argument() {
    with("    prompts:
    - {name: ask, description: Asks., arguments: [{name: shop, description: Where.}], template: [{role: user, content: 'Which {{kind}} in {{shop}}?'}]}
")
    .fails(&expect![[r#"
        error[unknown-input]: `{{kind}}` names no argument of the prompt
          --> specs/pets.yaml:45:120
           |
        45 | ...ption: Where.}], template: [{role: user, content: 'Which {{kind}} in {{shop}}?'}]}
           |                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: its arguments are: shop

    "#]]);
}

#[test]
fn resources_and_prompts_that_share_a_name() {
    with("    resources:
    - {name: pets, uri: 'pets://{shop}', description: The pets., call: pets.list-pets}
    - {name: pets, uri: 'pets://{limit}', description: pets, call: pets.list-pets, with: {shop: first}}
    prompts:
    - {name: ask, description: Asks., template: [{role: user, content: Ask.}]}
    - {name: ask, template: [{role: user, content: Ask again.}]}
")
    .fails(&expect![[r#"
        error[duplicate-resource]: two resources are named `pets`
          --> specs/pets.yaml:46:14
           |
        45 |     - {name: pets, uri: 'pets://{shop}', description: The pets., call: pets.list-pets}
           |              ---- the first one
        46 |     - {name: pets, uri: 'pets://{limit}', description: pets, call: pets.list-pets, with: {shop: first}}
           |              ^^^^

        error[duplicate-prompt]: two prompts are named `ask`
          --> specs/pets.yaml:49:14
           |
        48 |     - {name: ask, description: Asks., template: [{role: user, content: Ask.}]}
           |              --- the first one
        49 |     - {name: ask, template: [{role: user, content: Ask again.}]}
           |              ^^^

        error[duplicate-resource]: two resources have the URI `pets://{}`
          --> specs/pets.yaml:46:25
           |
        45 |     - {name: pets, uri: 'pets://{shop}', description: The pets., call: pets.list-pets}
           |                         --------------- the first one
        46 |     - {name: pets, uri: 'pets://{limit}', description: pets, call: pets.list-pets, with: {shop: first}}
           |                         ^^^^^^^^^^^^^^^^

        warning[uninformative-description]: the description of the resource `pets` is only its name
          --> specs/pets.yaml:46:56
           |
        46 |     - {name: pets, uri: 'pets://{limit}', description: pets, call: pets.list-pets, with: {shop: first}}
           |                                                        ^^^^
           |
           = help: say what it does, in the capability or in an overlay for it

        warning[schema-violation]: the prompt `ask` has no `description`
          --> specs/pets.yaml:49:14
           |
        49 |     - {name: ask, template: [{role: user, content: Ask again.}]}
           |              ^^^

    "#]]);
}
