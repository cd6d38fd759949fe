//! The table of codes, in the order of the stages that report them.

codes! {
    // Reading files.

    FileNotFound = "file-not-found":
        "A file that a command or another file names does not exist in the specs folder. Nothing can \
         be generated without it. Correct the path, which is relative to the referring file, or add \
         the file.";
    FileUnreadable = "file-unreadable":
        "A file exists but the operating system would not hand over its bytes, because of its \
         permissions or because it is a folder. Nothing can be generated without it. Make it a \
         readable file.";
    FileTooLarge = "file-too-large":
        "A file is larger than the limit, which guards against exhausting memory on a file that is \
         no description at all. Check that the right file is named, or cut it down to the \
         operations that the capability needs.";
    NotUtf8 = "not-utf8":
        "A file holds bytes that are not UTF-8, the only encoding that JSON and this compiler \
         accept. Guessing an encoding would corrupt names silently. Save the file as UTF-8, for \
         instance with `iconv -t UTF-8`.";
    InvalidYaml = "invalid-yaml":
        "A file is not well-formed YAML, or YAML parsers disagree on what it says. The place shown \
         is where the parser gave up, so the cause may be a little above it: look for a tab, a lost \
         quote or wrong indentation.";
    InvalidJson = "invalid-json":
        "A file is not well-formed JSON. The place shown is where the parser gave up, so the cause \
         may be a little above it: look for a trailing comma, a comment or a lost quote.";
    SeveralDocuments = "several-documents":
        "A YAML file holds more than one document, parted by `---`. Which of them is meant would be \
         a guess. Keep one document in each file.";
    EmptyDocument = "empty-document":
        "A file holds no value, only blanks or comments. It is probably a file that was never \
         filled or was truncated. Write the document, or drop the reference to the file.";
    NestedTooDeeply = "nested-too-deeply":
        "Values are nested deeper than the limit, which guards the stack of the compiler. No API \
         description that people write comes near it. Move inner schemas to `components` and refer \
         to them.";
    TooManyAliases = "too-many-aliases":
        "The aliases of a YAML file stand for far more values than are written in it, as in the \
         attack known as billion laughs. The file is refused without expanding it. Replace aliases \
         of aliases by `$ref`.";
    DuplicateKey = "duplicate-key":
        "An object has the same key twice. JSON and YAML parsers differ in which one they keep, so \
         two tools would read two documents. Remove or rename one of them.";
    DuplicateAnchor = "duplicate-anchor":
        "A YAML anchor is defined twice in one file. YAML lets the later one win, but parsers differ \
         in what the aliases between them mean. Give each anchor its own name.";
    UnsupportedKey = "unsupported-key":
        "A YAML mapping has a key that JSON cannot express: a list, a mapping, an alias or the merge \
         key `<<`. OpenAPI and capabilities are defined on JSON, so such a key has no meaning. Write \
         a plain key, and write merged members out.";
    UnsupportedTag = "unsupported-tag":
        "A YAML value carries a tag such as `!include` or `!!binary`. OpenAPI and capabilities are \
         defined on JSON, which has no tags, so ignoring it could change the meaning. Remove the tag \
         and write the value itself.";
    UnsupportedNumber = "unsupported-number":
        "A YAML value is `.inf`, `-.inf` or `.nan`, which JSON cannot express. Leave the limit out \
         where there is none, or quote the value where a string is meant.";
    PathOutsideRoot = "path-outside-root":
        "A path is absolute, holds a scheme or a backslash, or climbs out of the specs folder. \
         Output must follow from the specs folder alone, on every machine. Copy the file into the \
         specs folder and refer to it relatively.";

    // The shape of a document.

    MissingField = "missing-field":
        "An object lacks a field that its format requires and that has no default. The compiler does \
         not invent one. Add the field; the format's reference lists what it may hold.";
    WrongType = "wrong-type":
        "A field holds a value of another kind than its format requires, such as a string in place \
         of a list. Reading it anyway would be a guess. Correct the value, and mind that YAML reads \
         an unquoted `yes`, `1.0` or `null` differently in different fields.";
    UnknownField = "unknown-field":
        "An object has a field that its format does not define, often a misspelt one. It would be \
         ignored, so whatever it was meant to do does not happen. Correct or remove it, or begin its \
         name with `x-` where it is an extension.";
    UnsupportedConstruct = "unsupported-construct":
        "A document uses a construct of its format that this compiler does not translate. Dropping \
         it would yield code that does something else than the document says. The message names the \
         construct and what to write in its place.";
    UnsupportedVersion = "unsupported-version":
        "A document declares a version of its format that this compiler does not read. Fields may \
         mean something else there. Use one of the versions that the message lists, or convert the \
         document.";
    InvalidName = "invalid-name":
        "A name holds characters that its place does not allow, or is empty. Names become Rust \
         identifiers, paths or environment variables, so they must be clean. Use letters, digits and \
         the marks that the message lists.";
    InvalidValue = "invalid-value":
        "A field has the right type but a value outside what its format allows, such as an unknown \
         method or a port of 70000. Use one of the values that the message lists.";

    // The catalog.

    UnknownCapability = "unknown-capability":
        "A capability is named that the catalog does not list. Nothing is generated for it. Run \
         `cargo xtask list` to see the names there are, or add it to the catalog.";
    DuplicateCapability = "duplicate-capability":
        "The catalog lists two capabilities by one name. Each one becomes a Rust module and a cargo \
         feature of that name, so it must be unique. Rename one of them.";
    InvalidCatalog = "invalid-catalog":
        "The catalog cannot be used as it stands, for the reason that the message gives. It is the \
         only list of what is generated, so nothing can be. Correct the entry.";

    // Overlays.

    OverlayNoMatch = "overlay-no-match":
        "The target of an overlay action selects nothing, so the action does nothing. The document \
         it corrects has probably changed, and the correction is lost. Adapt the target or remove \
         the action.";
    InvalidOverlay = "invalid-overlay":
        "An overlay does not follow the OpenAPI Overlay specification, or an action cannot be applied \
         to what it selects. Applying half of it would be worse than none. Correct the action.";
    InvalidJsonpath = "invalid-jsonpath":
        "An expression is not a JSONPath as RFC 9535 defines it. Dialects differ in what such an \
         expression selects. Rewrite it; a name with other characters than letters and digits is \
         written `['like-this']`.";

    // OpenAPI.

    InvalidOpenapi = "invalid-openapi":
        "An OpenAPI document breaks a rule of the specification in a way that leaves its meaning \
         open. Correct the document at its source, or with an overlay where it is not yours.";
    UnresolvedReference = "unresolved-reference":
        "A `$ref` points at something that does not exist. The schema or parameter behind it is \
         unknown. Correct the pointer, or add the component that it names.";
    ReferenceCycle = "reference-cycle":
        "A `$ref` leads back to itself through nothing but references and combinations such as \
         `allOf`, so that it says nothing. A schema may contain itself, but must not be itself. \
         The reference is taken as any value; break the cycle by writing one of the components \
         out.";
    ExternalReference = "external-reference":
        "A `$ref` is an address in a network, or names a scheme such as `file:`. Nothing is fetched, so \
         that output follows from the specs folder alone. Copy the target into the specs folder, or \
         into `components` of the document, and refer to it relatively to the file the reference \
         stands in.";
    UnsupportedKeyword = "unsupported-keyword":
        "A schema uses a keyword of JSON Schema that is not translated, or declares a dialect that \
         is not read. Types and checks are made without it, so values that break it are accepted. \
         Express the rule with supported keywords; `docs/schemas.md` lists them all.";
    ForeignKeyword = "foreign-keyword":
        "A schema uses a keyword, or a form of one, that the dialect of its document does not define: \
         one of JSON Schema 2020-12 in OpenAPI 3.0, or one of an older draft. It is read as it is \
         meant there, but other tools may ignore it. Declare the version whose keywords are used, \
         or write the rule in the document's own dialect.";
    UnknownKeyword = "unknown-keyword":
        "A schema has a keyword that no standard defines, often a misspelt one, or one that has no \
         meaning in the dialect of its document, such as `nullable` in OpenAPI 3.1. By JSON Schema \
         it is a remark: no value is checked against it. Correct it, or begin its name with `x-` \
         where it is an extension.";
    IgnoredSibling = "ignored-sibling":
        "A schema of OpenAPI 3.0 has keywords beside `$ref`, which that version tells tools to \
         ignore. They are left out. Put the reference into `allOf`, beside which they count, or \
         declare OpenAPI 3.1, which gives them a meaning.";
    UndeclaredSecurityScheme = "undeclared-security-scheme":
        "A security requirement names a scheme that `components.securitySchemes` does not declare. \
         The requirement of the document is used in its place, because an operation without \
         credential would only be refused. Declare the scheme, or correct the name with an overlay.";
    ShapelessResponse = "shapeless-response":
        "A successful response is described as a closed object without properties, which only `{}` \
         satisfies. Real answers differ, so the response is typed as any JSON value. Supply the true \
         shape with an overlay to get a typed result.";
    IgnoredMediaType = "ignored-media-type":
        "A request body or response is offered in several media types, of which one is used and the \
         others are not. Nothing is lost unless an ignored one says more. Nothing need be done.";
    UnsupportedParameterStyle = "unsupported-parameter-style":
        "A parameter has a `style` that the specification does not define for its type, such as \
         `deepObject` for a string. The nearest defined form is sent, which the API may not \
         expect. Use a style that is defined for the type, or correct it with an overlay.";
    UnsupportedSecurityScheme = "unsupported-security-scheme":
        "A security scheme is of a type for which the generated client has no credential, such as \
         mutual TLS. A bearer token is sent in its place. Declare the scheme as one of `apiKey` \
         or `http`, or leave the operations out that demand it.";
    NonEcmaPattern = "non-ecma-pattern":
        "A `pattern` is not a valid regular expression of ECMA-262, the dialect that OpenAPI and \
         JSON Schema prescribe. It cannot be checked and is left out, so values that break it are \
         accepted. Rewrite it, and mind that `(?i)`, `\\A` and `\\Z` belong to other dialects.";
    NoOperations = "no-operations":
        "An OpenAPI document that is compiled as a whole has no operation, or none that is \
         understood, so that nothing can be generated. Check that the right document is named, and \
         read the warnings, which say why operations are left out.";
    OperationLeftOut = "operation-left-out":
        "Operations of an OpenAPI document that is compiled as a whole cannot be generated, because \
         they are not valid or need what is not supported; other warnings say what. They are left out \
         and the others are generated. Correct the document, in an overlay where it is not yours; \
         `--strict` refuses it.";
    RepeatedOperationId = "repeated-operation-id":
        "Two operations of an OpenAPI document have one `operationId`, or two that differ in case and \
         separators only, so that they would share one name. The first keeps it; another one is told \
         from it by its method, or by a number. Give each its own id, in an overlay where the \
         document is not yours.";
    NoServerUrl = "no-server-url":
        "An OpenAPI document that is compiled as a whole does not say where the API is: it has no \
         `servers`, or the first is relative or has a variable without a default. An environment \
         variable must say it when a client is set up. Declare an absolute URL, in an overlay where \
         the document is not yours; the variable may still replace it.";
    UndeclaredPathParameter = "undeclared-path-parameter":
        "A path template holds a variable that no `in: path` parameter declares, or a parameter \
         has no place in the template. The former is taken as a required string, the latter is \
         left out. Declare the parameter, or correct the name.";

    // The join of capability and OpenAPI.

    OperationNotInOpenapi = "operation-not-in-openapi":
        "An operation that a capability consumes has no counterpart of the same method and path in \
         the OpenAPI document. Its types are unknown. Correct method or path, or check that the \
         document is of the right version of the API.";
    ForeignServer = "foreign-server":
        "An operation, or its path, declares a server of its own that is at another host than the base \
         URL. It is sent there, with every credential that it demands, wherever the base URL is. Remove \
         the server in an overlay where the base URL is meant. A client sends it elsewhere by \
         `Builder::server`.";
    UnresolvedCall = "unresolved-call":
        "A `call` names an operation that no consumed namespace defines. There is nothing to call. \
         The form is `namespace.operation`; correct whichever half is wrong.";
    DuplicateOperation = "duplicate-operation":
        "Two consumed operations of one namespace have the same name. A `call` of that name is \
         ambiguous. Rename one of them.";
    DuplicateRoute = "duplicate-route":
        "Two exposed operations have the same method and path template. The server could never \
         reach the second. Change or remove one of them.";
    DuplicateTool = "duplicate-tool":
        "Two exposed MCP tools have the same name. A client could never call the second. Rename one \
         of them.";
    DuplicateResource = "duplicate-resource":
        "Two MCP resources of a surface share their name or their URI, by which a client asks for one \
         of them. Rename one, or give it a URI of its own.";
    DuplicatePrompt = "duplicate-prompt":
        "Two prompts of an MCP surface share their name, by which a client asks for one of them. \
         Rename one.";
    DuplicateNamespace = "duplicate-namespace":
        "Two entries of a capability declare the same namespace. A `call` into that namespace is \
         ambiguous. Rename one of them.";
    IdentCollision = "ident-collision":
        "Two operations differ in name but would become the same Rust method. To number one of \
         them would rename it whenever the document is reordered. Rename one of them in the \
         capability, or with an overlay for it.";
    UnusedOperation = "unused-operation":
        "A capability consumes an operation that nothing it exposes calls. The client still has a \
         method for it, but no route and no tool reach it. Expose or remove it.";
    PortClash = "port-clash":
        "Two exposed surfaces cannot be served together, because they ask for the same port. \
         Surfaces of one kind share a port as long as no two want the same route or tool there; \
         REST and MCP never do. Give them different ports, or choose ports when serving.";
    UnboundVariable = "unbound-variable":
        "A `${NAME}` or `{{NAME}}` names no bind of the capability. Its value is taken from the \
         environment variable of that name. Add a bind that declares where the value comes from, \
         or correct the name.";
    UnusedBind = "unused-bind":
        "A bind declares a value that the capability never uses. A user would set an environment \
         variable for nothing. Use it where it is meant, or remove it.";
    GuessedCredential = "guessed-credential":
        "A capability declares one secret bind, never uses it, and has no `authentication`, while \
         the API demands a credential. The bind is taken as that credential. Add an `authentication` \
         block to say so, or `x-credential` to the security scheme in an overlay where the API has \
         several: `x-credential: ${API_KEY}`, or a list of user name and password.";
    InvalidPagination = "invalid-pagination":
        "An operation declares by `x-pagination` how its items come in pages, but the declaration does \
         not fit: the style is unknown, a parameter or a pointer is missing or leads nowhere. It is \
         left out, and the client has no method for the items of all pages. Write for instance `{style: \
         offset, offset: offset, limit: limit, items: /users, total: /count}`, `{style: page, page: \
         page, items: /data}`, `{style: cursor, cursor: after, next: /next, items: /data}` or `{style: \
         link}`.";
    MissingCredential = "missing-credential":
        "The API demands a credential, but the capability neither has an `authentication` block \
         nor a bind that could hold it. It is taken from an environment variable that is named \
         after the capability's namespace. Add a bind and an `authentication` block to choose the \
         variable.";
    InputsFromOpenapi = "inputs-from-openapi":
        "A capability declares no inputs for an operation that has parameters in the OpenAPI \
         document. The parameters are taken from there, since some may be required. Declare the \
         inputs in the capability to choose which ones are exposed.";
    UntypedBody = "untyped-body":
        "A capability declares a request body as a bare object. Its type is taken from the OpenAPI \
         document. Describe the body in the capability only where it should be narrower.";
    DoubtfulDestructiveHint = "doubtful-destructive-hint":
        "A tool is named like something that destroys, such as remove, delete, kill or clean, but \
         its hints say `destructive: false`. Agents rely on the hint to ask before acting. It is \
         kept as written; correct it in the capability or with an overlay.";
    DoubtfulReadOnlyHint = "doubtful-read-only-hint":
        "A tool says `readOnly: true` but calls a method that changes things, or says \
         `readOnly: false` but calls GET. Agents rely on the hint to act without asking. It is kept \
         as written; correct it in the capability or with an overlay.";
    UninformativeDescription = "uninformative-description":
        "A description only repeats the name. An agent chooses tools by their descriptions, so it \
         chooses badly. A summary from the OpenAPI document is used where there is one; write a \
         better text in the capability or an overlay.";
    SchemaViolation = "schema-violation":
        "A capability is not valid against the JSON Schema that Naftiko publishes for its version. \
         What the compiler understands is used all the same, but other tools may refuse the file. \
         Correct it; `--strict` refuses it here too.";
    IdentityMappingForm = "identity-mapping-form":
        "A mapping is written `$.`, which is not a JSONPath as RFC 9535 defines it. It is read as \
         `$`, the whole value. Write `$`.";
    UnknownInput = "unknown-input":
        "A key of `with`, or a `{{name}}`, names no input of the operation. The value would go \
         nowhere or come from nowhere. Correct the name, or declare the input.";
    ArgumentClash = "argument-clash":
        "A parameter and a field of the request body have the same name, so that one argument would \
         mean two things. Both are kept and one is renamed for callers. Rename one of them in the \
         capability to choose the names.";
    UnsafeResource = "unsafe-resource":
        "An MCP resource calls an operation whose method may change something. Clients read resources \
         unasked, so it is left out. Offer the operation as a tool, or let the resource call a GET.";
    ResourceLacksInput = "resource-lacks-input":
        "An MCP resource calls an operation that demands an input which neither its URI nor `with` \
         gives, so it could never be read. Put a placeholder of that name into the URI, or set the \
         input in `with`.";
    InvalidMcpHeader = "invalid-mcp-header":
        "A schema says by `x-mcp-header` that a client of MCP repeats the argument in the header \
         `Mcp-Param-<name>`, for gateways to route by, but that cannot be: the name is none of a header, or \
         another argument of the tool has it, or the argument is no string, integer or boolean. The \
         annotation is left out, since clients would leave out the whole tool. Correct or remove it.";
    AbridgedSchema = "abridged-schema":
        "The input or output schema of a tool is larger than what is published of one: a model reads \
         all of it, and pays for each part. The parts that are farthest from the top tell only their \
         type. Arguments are checked against the whole schema. Expose operations whose schemas \
         are smaller, or cut them down in an overlay.";
    BaseUriTrailingSlash = "base-uri-trailing-slash":
        "A `baseUri` ends in `/` while the paths begin with one. Joined as written, every URL would \
         have a double slash, which many servers refuse. One of them is dropped; remove it from the \
         `baseUri`.";
    QueryInPath = "query-in-path":
        "A path holds a query string. Parameters there are neither typed nor encoded. Declare them \
         as `in: query` parameters.";
    TrailingSlashPath = "trailing-slash-path":
        "A path ends in `/`. Servers differ in whether that is another path, and OpenAPI documents \
         rarely have it. It is exposed as written; remove the slash, without which clients ask \
         for it.";
    InvalidTemplate = "invalid-template":
        "A template of the generated crate does not render: it is missing or malformed, or names \
         something that it is not given. That is a fault of this project or of a local change to `templates/`. \
         Correct the template.";
}
