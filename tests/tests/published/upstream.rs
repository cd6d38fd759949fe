//! An upstream API that answers every call with the example that its document has for it.
//!
//! The support code is part of each generated crate, so there is one such module for each.

/// Defines a module that serves the capabilities of a generated crate.
macro_rules! upstream {
    ($name:ident, $krate:ident) => {
        pub mod $name {
            use std::collections::BTreeMap;
            use std::sync::Arc;

            use axum::Router;
            use http::header::CONTENT_TYPE;
            use http::{HeaderMap, HeaderValue, StatusCode};
            use serde_json::Value;
            use $krate::support::client::{Builder, Core, Credential};
            use $krate::support::failure::Failure;
            use $krate::support::operation::{
                Capability, Encoding, Operation, SchemeKind, StatusPattern,
            };
            use $krate::support::server::{self, Inbound};
            use $krate::support::service::{Answer, BoxFuture, Context, Inputs, Service};

            /// The capabilities with a REST surface, in front of clients of [`fake`] ones at `upstream`.
            pub fn surface(upstream: &str) -> Router {
                let capabilities = capabilities();
                let service = |it: &&'static Capability| {
                    let mut builder =
                        Builder::<Core>::new(it).base_url(format!("{upstream}/{}", it.name));
                    for scheme in it.schemes {
                        builder = builder.credential_for(scheme.name, credential(scheme.kind));
                    }
                    let declared = it.operations.iter().filter_map(|it| it.server);
                    for server in declared {
                        builder = builder.server(server, format!("{upstream}/{}", it.name));
                    }
                    let core = builder.build().expect("a client");
                    (*it, Arc::new(core) as Arc<dyn Service>)
                };
                let router = server::combined(capabilities.iter().map(service).collect());
                let router = server::described(router, &capabilities, Inbound::Open);
                let router = server::documented(router, &capabilities);
                server::with_fallback(router, capabilities[0].errors)
            }

            fn credential(kind: SchemeKind) -> Credential {
                match kind {
                    SchemeKind::HeaderKey(_)
                    | SchemeKind::QueryKey(_)
                    | SchemeKind::CookieKey(_) => Credential::ApiKey("key".into()),
                    SchemeKind::Basic => {
                        Credential::Basic { user: "user".into(), password: "word".into() }
                    }
                    _ => Credential::Bearer("token".into()),
                }
            }

            /// What the capabilities call, each below its name.
            pub fn fake() -> Router {
                capabilities().into_iter().fold(Router::new(), |router, it| {
                    let own = server::provider_router(it, Arc::new(Exemplary::of(it)));
                    router.nest(&format!("/{}", it.name), own)
                })
            }

            /// Those that expose REST. `mapping` has a path that takes nearly every other one.
            pub fn capabilities() -> Vec<&'static Capability> {
                let all = $krate::CAPABILITIES.iter().copied();
                all.filter(|it| it.rest.is_some() && it.name != "mapping").collect()
            }

            struct Exemplary {
                /// By operation: the media type of its answer, and an example.
                examples: BTreeMap<&'static str, (String, Value)>,
            }

            impl Exemplary {
                /// The examples of the routes whose answers are not mapped.
                fn of(capability: &'static Capability) -> Self {
                    let rest = capability.rest.as_ref().expect("a surface");
                    let document: Value = serde_json::from_str(rest.openapi).expect("JSON");
                    let plain = rest.routes.iter().filter(|it| it.call.mapping.is_none());
                    let examples = plain.filter_map(|route| {
                        let method = route.method.as_str().to_ascii_lowercase();
                        let answers =
                            document["paths"][route.path][method]["responses"].as_object()?;
                        let success = answers.iter().find(|it| it.0.starts_with('2'))?.1;
                        let (media_type, media) = success["content"].as_object()?.iter().next()?;
                        let known = (media_type.clone(), media["example"].clone());
                        Some((route.call.operation.name, known))
                    });
                    Self { examples: examples.collect() }
                }
            }

            impl Service for Exemplary {
                fn call<'a>(
                    &'a self,
                    operation: &'static Operation,
                    _: Inputs,
                    _: &'a Context,
                ) -> BoxFuture<'a, Result<Answer, Failure>> {
                    let answer = answer(operation, self.examples.get(operation.name));
                    Box::pin(std::future::ready(Ok(answer)))
                }
            }

            fn answer(operation: &Operation, known: Option<&(String, Value)>) -> Answer {
                let example = known.map(|it| &it.1);
                let success = operation.responses.iter().find_map(|it| match it.status {
                    StatusPattern::Code(code @ 200..=299) => Some((code, it.encoding)),
                    StatusPattern::Class(2) | StatusPattern::Default => Some((200, it.encoding)),
                    _ => None,
                });
                let (code, encoding) = success.unwrap_or((200, None));
                let (media_type, body) = match encoding {
                    None => return Answer { status: status(code), ..Answer::default() },
                    Some(Encoding::Text) => {
                        let text = example.and_then(Value::as_str).unwrap_or("text");
                        ("text/plain", text.to_owned().into())
                    }
                    Some(Encoding::Binary) => ("application/octet-stream", "bytes".into()),
                    Some(_) => {
                        let body = example.unwrap_or(&Value::Null).to_string();
                        ("application/json", body.into())
                    }
                };
                let media_type = known.map_or(media_type, |it| &it.0);
                let media_type = HeaderValue::from_str(media_type).expect("a media type");
                let headers = HeaderMap::from_iter([(CONTENT_TYPE, media_type)]);
                Answer { status: status(code), headers, body }
            }

            fn status(code: u16) -> StatusCode {
                StatusCode::from_u16(code).expect("a status")
            }
        }
    };
}

upstream!(fixture, fixture);
upstream!(generated, generated);
