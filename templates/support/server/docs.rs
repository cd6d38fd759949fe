//! The page that shows the description: `GET /docs`, Swagger UI from the crate `swagger-ui-redist`.
//!
//! Everything is in the program: the page fetches nothing from elsewhere, and its Content-Security-Policy forbids it to.

use axum::Router;
use bytes::Bytes;
use http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderMap, HeaderValue};
use swagger_ui_redist::{SwaggerUi, SwaggerUiStaticFile};

use super::fixed::{self, Fixed};
use super::openapi::{PATH as DESCRIPTION, is_taken, shape_of};
use crate::support::operation::Capability;

/// Where the page is served.
pub const PATH: &str = "/docs";

const SCRIPT: &str = "/docs/swagger-ui-bundle.js";
const STYLE: &str = "/docs/swagger-ui.css";
const START: &str = "/docs/start.js";

/// Scripts and data come from here alone. Swagger UI sets styles of its elements, and draws with `data:` images.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                      img-src 'self' data:; font-src 'self' data:; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PAGE: &str = r##"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"##;

/// Starts the viewer. No validator is asked: the default one is on the network.
const STARTING: &str = r##"window.ui = SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  onComplete: () => {
    document.title = window.ui.specSelectors.info().get("title") ?? "API";
  },
});
"##;

/// Adds the page and what it needs; not where a capability exposes one of these paths, or that of the description.
pub fn documented(router: Router, capabilities: &[&'static Capability]) -> Router {
    let paths = [PATH, SCRIPT, STYLE, START, DESCRIPTION];
    if paths.iter().any(|it| is_taken(capabilities, it)) {
        return router;
    }
    let files = [
        (PATH, "text/html; charset=utf-8", PAGE.as_bytes()),
        (START, "text/javascript; charset=utf-8", STARTING.as_bytes()),
        (SCRIPT, "text/javascript; charset=utf-8", asset(SwaggerUiStaticFile::Js)),
        (STYLE, "text/css; charset=utf-8", asset(SwaggerUiStaticFile::Css)),
    ];
    files.into_iter().fold(router, |router, (path, media_type, bytes)| {
        let fixed = Fixed { path, media_type, headers: guards(), errors: shape_of(capabilities) };
        fixed::route(router, fixed, || Bytes::from_static(bytes))
    })
}

fn asset(wanted: SwaggerUiStaticFile) -> &'static [u8] {
    let found = SwaggerUi::static_files().iter().find(|it| it.0 == wanted);
    found.map_or(&[], |it| it.1)
}

fn guards() -> HeaderMap {
    let guards = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
    ];
    guards.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect()
}
