//! Forms whose files are sent as they come.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use fixture::pets::client::Client;
use fixture::support::client::transport::Body;
use fixture::support::client::{Form, FormFile, RetryPolicy};
use futures_core::Stream;

use crate::upstream::{Upstream, answer};

fn client(url: &str) -> Client {
    Client::builder().base_url(url).api_key("k").build().unwrap()
}

/// The request without the boundary, which differs from call to call.
fn shown(request: &str) -> String {
    let boundary = request.split("boundary=").nth(1).unwrap().lines().next().unwrap();
    let kept = request.lines().filter(|it| !it.starts_with("user-agent"));
    kept.collect::<Vec<_>>().join("\n").replace(boundary, "BOUNDARY")
}

#[tokio::test]
async fn values_and_files() {
    let upstream = Upstream::json("null");
    let photo = FormFile::new(Body::reader(&b"PNG"[..]).with_length(3));
    let form = Form::new()
        .value("note", &"a \"b\"".to_owned())
        .value("tags", &vec!["x".to_owned(), "y".to_owned()])
        .file("photo", photo.named("a\"b.png").typed("image/png"))
        .file("raw", FormFile::new("bytes"));
    client(&upstream.url).upload_upload("p", form).await.unwrap();
    expect_test::expect![[r#"
        POST /pets/p/photo HTTP/1.1
        accept: application/json
        x-api-key: k
        content-type: multipart/form-data; boundary=BOUNDARY
        content-length: 581

        --BOUNDARY
        Content-Disposition: form-data; name="note"

        a "b"
        --BOUNDARY
        Content-Disposition: form-data; name="tags"

        x
        --BOUNDARY
        Content-Disposition: form-data; name="tags"

        y
        --BOUNDARY
        Content-Disposition: form-data; name="photo"; filename="a%22b.png"
        Content-Type: image/png

        PNG
        --BOUNDARY
        Content-Disposition: form-data; name="raw"; filename="raw"
        Content-Type: application/octet-stream

        bytes
        --BOUNDARY--"#]]
    .assert_eq(&shown(&upstream.request()));
}

#[tokio::test]
async fn a_form_is_sent_once_and_as_it_was_said() {
    let busy = answer("503 Service Unavailable", &[], "");
    let upstream = Upstream::answering(busy);
    let builder = Client::builder().base_url(&upstream.url).api_key("k");
    let client = builder.retry(RetryPolicy::default().base(Duration::ZERO)).build().unwrap();
    let form = Form::new().file("photo", FormFile::new("bytes"));
    assert_eq!(client.upload_upload("p", form).await.unwrap_err().status().unwrap(), 503);
    upstream.request();
    assert!(upstream.is_idle());
    let form = Form::new().file("photo", FormFile::new("bytes").typed("a\r\nx: y"));
    assert_eq!(
        client.upload_upload("p", form).await.unwrap_err().to_string(),
        "pets-upload: `photo` has a media type that cannot be sent"
    );
    for (length, word) in [(2, "longer"), (4, "shorter")] {
        let content = Body::reader(&b"PNG"[..]).with_length(length);
        let form = Form::new().file("photo", FormFile::new(content));
        let error = client.upload_upload("p", form).await.unwrap_err().to_string();
        assert!(error.contains(&format!("a file is {word} than was said")), "{error}");
    }
}

const SIZE: u64 = 64 * 1024 * 1024;

/// Chunks of one and the same megabyte's sixteenth, counted as they are taken.
struct Counted(Arc<AtomicU64>, Bytes);

impl Stream for Counted {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let taken = self.0.fetch_add(self.1.len() as u64, Ordering::SeqCst);
        Poll::Ready((taken < SIZE).then(|| Ok(self.1.clone())))
    }
}

#[tokio::test]
async fn a_large_file_waits_for_a_slow_reader() {
    let taken = Arc::new(AtomicU64::new(0));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let counter = taken.clone();
    let server = thread::spawn(move || read_slowly(listener.accept().unwrap().0, &counter));
    let content = Body::stream(Counted(taken, Bytes::from(vec![b'x'; 64 * 1024])));
    let form = Form::new().file("photo", FormFile::new(content.with_length(SIZE)));
    client(&url).upload_upload("p", form).await.unwrap();
    let (length, most_ahead) = server.join().unwrap();
    assert!(length > SIZE);
    // What the system buffers for a connection, and little more.
    assert!(most_ahead < 16 * 1024 * 1024, "{most_ahead} bytes were taken before they were sent");
}

/// Reads a request; tells its length and by how many bytes the sender was ahead at most.
fn read_slowly(mut stream: TcpStream, taken: &AtomicU64) -> (u64, u64) {
    let (mut read, mut most_ahead, mut end) = (0, 0, Vec::new());
    let mut buffer = vec![0; 256 * 1024];
    while !end.ends_with(b"--\r\n") {
        let count = stream.read(&mut buffer).unwrap();
        assert!(count > 0, "the request ended after {read} bytes");
        read += count as u64;
        let tail = count.saturating_sub(4);
        end = buffer[tail..count].to_vec();
        most_ahead = most_ahead.max(taken.load(Ordering::SeqCst).saturating_sub(read));
        thread::sleep(Duration::from_micros(500));
    }
    stream
        .write_all(answer("200 OK", &[("content-type", "application/json")], "null").as_bytes())
        .unwrap();
    (read, most_ahead)
}
