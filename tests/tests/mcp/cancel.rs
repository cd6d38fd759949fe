//! Calls that nobody waits for any more, and calls that take long: the program, with an API that never answers.

use std::process::Stdio;
use std::time::Duration;

use crate::common::{discover, initialize, request};
use crate::process;
use rmcp::ClientHandler;
use rmcp::model::{
    CallToolRequestParams, ClientRequest, NumberOrString, ProgressNotificationParam, ProgressToken,
    Request, RequestParamsMeta,
};
use rmcp::service::{ClientServiceExt, NotificationContext, PeerRequestOptions, RoleClient};
use rmcp::transport::{StreamableHttpClientTransport, TokioChildProcess};
use serde_json::json;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// An API that reads requests, answers none, and tells when a connection opens and when it closes.
async fn silent() -> (String, mpsc::UnboundedReceiver<&'static str>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, events) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let sender = sender.clone();
            tokio::spawn(async move {
                let mut buffer = [0; 4096];
                let _ = stream.read(&mut buffer).await;
                let _ = sender.send("asked");
                while stream.read(&mut buffer).await.is_ok_and(|count| count > 0) {}
                let _ = sender.send("dropped");
            });
        }
    });
    (url, events)
}

async fn next<T>(events: &mut mpsc::UnboundedReceiver<T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), events.recv()).await.unwrap().unwrap()
}

fn show() -> ClientRequest {
    ClientRequest::CallToolRequest(Request::new(request("pets-show", json!({"petId": "p1"}))))
}

#[tokio::test]
async fn a_cancelled_call_drops_its_request_upstream() {
    for era in [initialize(), discover()] {
        let (url, mut events) = silent().await;
        let command = process::command("pets", &["serve", "pets", "--stdio"], Some(&url));
        let transport = TokioChildProcess::builder(command).stderr(Stdio::null()).spawn().unwrap();
        let client = ().serve_with_lifecycle(transport.0, era).await.unwrap();
        let options = PeerRequestOptions::default();
        let handle = client.send_cancellable_request(show(), options).await.unwrap();
        assert_eq!(next(&mut events).await, "asked");
        handle.cancel(Some("no longer wanted".to_owned())).await.unwrap();
        assert_eq!(next(&mut events).await, "dropped");
    }
}

#[tokio::test]
async fn a_client_that_hangs_up_drops_the_request_upstream() {
    let (url, mut events) = silent().await;
    let arguments = ["serve", "pets", "--no-rest", "--mcp-port", "0"];
    let served = process::serve("pets", &arguments, &url).await;
    for era in [initialize(), discover()] {
        let transport = StreamableHttpClientTransport::from_uri(served.url("MCP on "));
        let client = ().serve_with_lifecycle(transport, era).await.unwrap();
        let peer = client.peer().clone();
        let call = tokio::spawn(async move { peer.send_request(show()).await });
        assert_eq!(next(&mut events).await, "asked");
        drop(client.cancel().await);
        call.abort();
        assert_eq!(next(&mut events).await, "dropped");
    }
}

/// Keeps what it is told of the progress of calls.
#[derive(Clone)]
struct Watcher(mpsc::UnboundedSender<ProgressNotificationParam>);

impl ClientHandler for Watcher {
    async fn on_progress(
        &self,
        notice: ProgressNotificationParam,
        _: NotificationContext<RoleClient>,
    ) {
        let _ = self.0.send(notice);
    }
}

#[tokio::test]
async fn a_client_that_wants_to_know_is_told_of_the_wait() {
    let (url, mut asked) = silent().await;
    let arguments = ["serve", "pets", "--no-rest", "--mcp-port", "0"];
    let served = process::serve("pets", &arguments, &url).await;
    for era in [initialize(), discover()] {
        let (sender, mut notices) = mpsc::unbounded_channel();
        let transport = StreamableHttpClientTransport::from_uri(served.url("MCP on "));
        let client = Watcher(sender).serve_with_lifecycle(transport, era).await.unwrap();
        let mut call: CallToolRequestParams = request("pets-show", json!({"petId": "p1"}));
        call.set_progress_token(ProgressToken(NumberOrString::String("mine".into())));
        let peer = client.peer().clone();
        let call = tokio::spawn(async move { peer.call_tool(call).await });
        assert_eq!(next(&mut asked).await, "asked");
        let (first, second) = (next(&mut notices).await, next(&mut notices).await);
        assert_eq!(first.progress_token, second.progress_token);
        assert!(0.0 < first.progress && first.progress < second.progress, "{first:?} {second:?}");
        let message = first.message.unwrap();
        assert!(message.starts_with("No answer yet after 0."), "{message}");
        // The answer is a stream by now; a client that leaves it is gone all the same.
        drop(client.cancel().await);
        call.abort();
        assert_eq!(next(&mut asked).await, "dropped");
    }
}
