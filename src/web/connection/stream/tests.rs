use super::*;
use std::task::Waker;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

const ROOM: usize = 4096;

fn guarded() -> (GuardedStream<DuplexStream>, DuplexStream) {
    let (server, client) = duplex(ROOM);
    let pace = Pace {
        total: Duration::from_mins(1),
        bytes_per_second: 1,
    };
    (GuardedStream::new(server, pace), client)
}

/// What the stream hands over at once.
fn read(stream: &mut GuardedStream<DuplexStream>) -> Option<String> {
    let mut bytes = [0; 2048];
    let mut buffer = ReadBuf::new(&mut bytes);
    let mut cx = Context::from_waker(Waker::noop());
    match Pin::new(stream).poll_read(&mut cx, &mut buffer) {
        Poll::Ready(read) => {
            read.unwrap();
            Some(String::from_utf8(buffer.filled().to_vec()).unwrap())
        }
        Poll::Pending => None,
    }
}

#[tokio::test]
async fn a_request_waits_for_the_answer_to_the_one_before() {
    let (mut stream, mut client) = guarded();
    let requests = [
        "GET /1 HTTP/1.1\r\n\r\n",
        "POST /2 HTTP/1.1\r\nContent-Length: 2\r\n\r\nab",
        "GET /3 HTTP/1.1\r\n\r\n",
    ];
    let all = requests.concat();
    client.write_all(all.as_bytes()).await.unwrap();
    client.write_all(b"GET /4 HT").await.unwrap();
    for request in requests {
        assert_eq!(read(&mut stream).as_deref(), Some(request));
        assert_eq!(read(&mut stream), None);
        stream.flush().await.unwrap();
        assert_eq!(read(&mut stream), None, "nothing was answered");
        stream.write_all(b"answer").await.unwrap();
        stream.flush().await.unwrap();
    }
    // The beginning of a request is followed by the rest of it.
    assert_eq!(read(&mut stream).as_deref(), Some("GET /4 HT"));
    client.write_all(b"TP/1.1\r\n\r\nGET /5").await.unwrap();
    assert_eq!(read(&mut stream).as_deref(), Some("TP/1.1\r\n\r\n"));
    assert_eq!(read(&mut stream), None);
    drop(client);
    stream.write_all(b"answer").await.unwrap_err();
    assert_eq!(read(&mut stream).as_deref(), Some("GET /5"));
    assert_eq!(read(&mut stream).as_deref(), Some(""), "the end");
}

#[tokio::test]
async fn a_request_waits_until_the_last_answer_is_taken_and_is_woken_then() {
    let (mut stream, mut client) = guarded();
    let request = "GET / HTTP/1.1\r\n\r\n";
    client
        .write_all(request.repeat(3).as_bytes())
        .await
        .unwrap();
    assert_eq!(read(&mut stream).as_deref(), Some(request));
    let mut cx = Context::from_waker(Waker::noop());
    let answer = [b'a'; ROOM];
    let written = Pin::new(&mut stream).poll_write(&mut cx, &answer);
    assert!(matches!(written, Poll::Ready(Ok(ROOM))));
    let written = Pin::new(&mut stream).poll_write(&mut cx, b"more");
    assert!(written.is_pending());
    assert_eq!(read(&mut stream), None);
    let mut taken = [0; ROOM];
    let (read, ()) = tokio::join!(
        async {
            let mut bytes = [0; 2048];
            let read = stream.read(&mut bytes);
            tokio::time::timeout(Duration::from_millis(50), read).await
        },
        async {
            client.read_exact(&mut taken).await.unwrap();
        }
    );
    assert!(read.is_err(), "the answer was not written completely");
    stream.write_all(b"more").await.unwrap();
    stream.flush().await.unwrap();
    let (mut reader, mut writer) = tokio::io::split(stream);
    let mut bytes = [0; 2048];
    for answer in [&b"answer 2"[..], b"answer 3"] {
        let length = reader.read(&mut bytes).await.unwrap();
        assert_eq!(&bytes[..length], request.as_bytes());
        writer.write_all(answer).await.unwrap();
        writer.flush().await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
#[expect(
    clippy::disallowed_methods,
    reason = "the paused clock of tokio is what the deadline is measured by"
)]
async fn an_answer_has_its_time_however_slowly_it_is_taken() {
    let (mut stream, mut client) = guarded();
    let request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    client.write_all(request.as_bytes()).await.unwrap();
    assert_eq!(read(&mut stream).as_deref(), Some(request));
    let began = tokio::time::Instant::now();
    let (written, ()) = tokio::join!(
        async {
            let written = stream.write_all(&vec![b'a'; 8 * ROOM]).await;
            drop(stream);
            written
        },
        async {
            let mut some = [0; 64];
            while client.read_exact(&mut some).await.is_ok() {
                tokio::time::sleep(Duration::from_secs(2)).await;
            }
        }
    );
    assert_eq!(written.unwrap_err().kind(), io::ErrorKind::TimedOut);
    assert!(began.elapsed() >= WRITE);
}
