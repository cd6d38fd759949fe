//! A specs folder in memory, and what compiling it yields.

use std::collections::BTreeMap;

use expect_test::Expect;
use generator::compile::{Compilation, Options, Templates, compile};
use generator::diagnostic::{Diagnostics, Failed, Format, render};
use generator::ir::{Capability, Operation};
use generator::source::{Limits, SourceMap};

const CATALOG: &str = "\
catalog: 1
capabilities:
- capability: pets.yaml
  openapi: openapi.yaml
";

/// One operation without inputs, one with a body; both exposed twice.
const CAPABILITY: &str = "\
naftiko: 1.0.0-alpha2
info:
  label: Pets
  description: A shop of pets.
  tags: [pets]
binds:
- namespace: env
  keys:
    PETS_KEY: PETS_KEY
capability:
  consumes:
  - type: http
    namespace: pets
    baseUri: https://pets.example/api
    description: The API of the shop.
    authentication: {type: apikey, name: x-api-key, value: '${PETS_KEY}', placement: header}
    resources:
    - name: pets
      path: /pets
      operations:
      - name: list-pets
        method: GET
        description: Lists the pets.
      - name: add-pet
        method: POST
        description: Adds a pet.
  exposes:
  - type: rest
    namespace: pets-rest
    port: 8080
    resources:
    - path: /v1/pets
      name: pets
      description: The pets.
      operations:
      - {method: GET, name: list-pets, description: Lists the pets., call: pets.list-pets}
      - {method: POST, name: add-pet, description: Adds a pet., call: pets.add-pet}
  - type: mcp
    namespace: pets-mcp
    port: 9090
    transport: http
    description: The shop.
    tools:
    - {name: list-pets, description: Lists the pets., call: pets.list-pets}
    - {name: add-pet, description: Adds a pet., call: pets.add-pet}
";

const OPENAPI: &str = "\
openapi: 3.1.0
info: {title: Pets, version: '1'}
security:
- key: []
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: The pets.
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
    post:
      operationId: addPet
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Pet'}
      responses:
        '201': {description: Added.}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: x-api-key}
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string}
";

/// A specs folder.
#[derive(Clone)]
pub struct Folder {
    files: BTreeMap<String, Vec<u8>>,
    options: Options,
    templates: Templates,
}

/// A folder without a flaw.
pub fn folder() -> Folder {
    let files = [("catalog.yaml", CATALOG), ("pets.yaml", CAPABILITY), ("openapi.yaml", OPENAPI)];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let templates = [
        ("capability/mod.rs.j2", "{{ documentation }}\n"),
        ("skill/SKILL.md.j2", "{{ title }}\n"),
        ("skill/page.md.j2", "{{ operations }}\n"),
    ];
    let templates = templates.map(|(path, text)| (path.to_owned(), text.to_owned()));
    Folder { files: files.into(), options: Options::default(), templates: templates.into() }
}

impl Folder {
    /// Adds a template to those that no capability can do without.
    pub fn template(mut self, path: &str, text: &str) -> Self {
        self.templates.insert(path.to_owned(), text.to_owned());
        self
    }

    /// Takes all templates out.
    pub fn without_templates(mut self) -> Self {
        self.templates.clear();
        self
    }

    /// Writes a file.
    pub fn file(mut self, path: &str, text: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.to_owned(), text.into());
        self
    }

    /// Changes the one place of a file that reads like this.
    pub fn change(mut self, path: &str, from: &str, to: &str) -> Self {
        let text = self.files.get_mut(path).expect("a file of the folder");
        let before = String::from_utf8(text.clone()).expect("a text");
        assert_eq!(before.matches(from).count(), 1, "`{from}` in {path}");
        *text = before.replace(from, to).into_bytes();
        self
    }

    /// Changes the capability.
    pub fn capability(self, from: &str, to: &str) -> Self {
        self.change("pets.yaml", from, to)
    }

    /// Changes the OpenAPI document.
    pub fn openapi(self, from: &str, to: &str) -> Self {
        self.change("openapi.yaml", from, to)
    }

    /// Adds a capability beside the first; it follows from the same document and bears its own name.
    pub fn second(self, name: &str) -> Self {
        let path = format!("{name}.yaml");
        let entry = format!("- capability: {path}\n  openapi: openapi.yaml\n");
        let catalog = format!("{CATALOG}{entry}");
        self.file("catalog.yaml", catalog).file(&path, CAPABILITY)
    }

    /// Compiles this capability only.
    pub fn only(mut self, name: &str) -> Self {
        self.options.only.push(name.to_owned());
        self
    }

    /// Forbids warnings.
    pub fn strict(mut self) -> Self {
        self.options.strict = true;
        self
    }

    /// Checks all that is said of a folder that compiles.
    pub fn warns(self, expected: &Expect) -> Compilation {
        let (text, result) = self.compile();
        expected.assert_eq(&text);
        result.expect("a compilation")
    }

    /// Compiles a folder that compiles, whatever is said of it.
    pub fn compiles(self) -> Compilation {
        let (text, result) = self.compile();
        result.unwrap_or_else(|_| panic!("refused:\n{text}"))
    }

    /// Checks all that is said of a folder that does not compile.
    pub fn fails(self, expected: &Expect) {
        let (text, result) = self.compile();
        expected.assert_eq(&text);
        assert_eq!(result.err(), Some(Failed), "errors must forbid the files");
    }

    /// All that is said of a folder, and what comes of it.
    pub fn compile(self) -> (String, Result<Compilation, Failed>) {
        let mut sources = SourceMap::new(Limits::default()).shown_below("specs");
        let mut diagnostics = Diagnostics::default();
        let result =
            compile(&self.files, &self.templates, &self.options, &mut sources, &mut diagnostics);
        (render(diagnostics.as_slice(), &sources, Format::Human { color: false }), result)
    }
}

/// The first capability of a compilation.
pub fn only(compilation: &Compilation) -> &Capability {
    let [only] = compilation.capabilities.as_slice() else { panic!("one capability") };
    only
}

/// An operation of the first capability.
pub fn operation<'c>(compilation: &'c Compilation, name: &str) -> &'c Operation {
    let mut operations = only(compilation).operations.iter();
    operations.find(|it| it.name == name).expect("an operation of this name")
}

/// The text of a generated file.
pub fn text<'c>(compilation: &'c Compilation, path: &str) -> &'c str {
    compilation.files.get(path).expect("a generated file")
}
