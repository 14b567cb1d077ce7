//! Who sends slowly, or too much at once, stops nobody else.

use crate::world::{ADA, Backend, World};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// A world in which bodies must arrive within a second.
async fn with_short_timeouts() -> World {
    World::open_with(Backend::Sqlite, |settings| {
        settings.http.body_seconds = 1;
        settings.http.connections_per_address = 0;
        settings.rate_limits.failed_clients = 0;
    })
    .await
}

async fn connect(world: &World) -> TcpStream {
    TcpStream::connect(&world.settings.listen).await.unwrap()
}

/// Sends this, and reads until the server closes the connection: the answer, or nothing where it does
/// not close it.
pub async fn until_closed(world: &World, sent: &str, seconds: u64) -> Option<String> {
    let mut stream = connect(world).await;
    stream.write_all(sent.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    let _ = timeout(Duration::from_secs(seconds), read).await.ok()?;
    Some(String::from_utf8_lossy(&answer).into_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn half_sent_requests_are_cut_off_and_nobody_else_notices() {
    let world = with_short_timeouts().await;
    let form = "Content-Type: application/x-www-form-urlencoded\r\nHost: x\r\n";
    let mut kinds = Vec::new();
    for (method, path) in [
        ("POST", "/token"),
        ("POST", "/sign-in"),
        ("POST", "/register"),
        ("POST", "/no/such/page"),
        ("GET", "/sign-in"),
        ("PUT", "/me"),
    ] {
        let head = format!("{method} {path} HTTP/1.1\r\n{form}");
        kinds.push(format!("{head}Content-Length: 1000\r\n\r\na=b"));
        kinds.push(format!("{head}Content-Length: 1000\r\n\r\n"));
        kinds.push(format!(
            "{head}Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n"
        ));
        kinds.push(format!("{head}Transfer-Encoding: chunked\r\n\r\n"));
        kinds.push(format!("{head}Transfer-Encoding: chunked\r\n\r\n5"));
        kinds.push(format!(
            "{head}Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n"
        ));
    }
    let senders = (0..kinds.len() * 30).map(|n| until_closed(&world, &kinds[n % kinds.len()], 20));
    let senders = futures_util::future::join_all(senders);
    let others = async {
        for _ in 0..20 {
            let mut browser = world.browser();
            assert_eq!(browser.get("/sign-in").await.status, 200);
        }
        world.signed_in(ADA).await;
    };
    let (answers, ()) = tokio::join!(senders, others);
    for (n, answer) in answers.into_iter().enumerate() {
        let kind = &kinds[n % kinds.len()];
        assert!(answer.is_some(), "held: {kind:?}");
    }
    let told = until_closed(&world, &kinds[0], 20).await.unwrap();
    assert!(told.starts_with("HTTP/1.1 408 "), "{told}");
}

/// What a client that opened a connection in advance would take for the answer to its first request.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_nobody_used_is_closed_without_a_word() {
    let world = with_short_timeouts().await;
    let told = until_closed(&world, "", 20).await;
    assert_eq!(told.as_deref(), Some(""));
    let told = until_closed(&world, "G", 20).await.unwrap();
    assert!(told.starts_with("HTTP/1.1 408 "), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_request_is_not_waited_for_for_ever() {
    let world = with_short_timeouts().await;
    let mut stream = connect(&world).await;
    stream
        .write_all(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\nGET /livez HTTP/1.1\r\nHos")
        .await
        .unwrap();
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    let _ = timeout(Duration::from_secs(25), read).await.expect("held");
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_whose_answers_nobody_reads_are_not_taken() {
    let world = with_short_timeouts().await;
    let request = "GET /account HTTP/1.1\r\nHost: x\r\n\r\n";
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let server = world.settings.listen.parse().unwrap();
    let mut stream = socket.connect(server).await.unwrap();
    // More than the buffers of both sides of the connection hold.
    let requests = request.repeat(32 * 1024 * 1024 / request.len());
    let sent = timeout(
        Duration::from_secs(5),
        stream.write_all(requests.as_bytes()),
    );
    assert!(sent.await.is_err(), "all requests were taken");
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 303");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_sends_requests_ahead_gets_every_answer() {
    let world = with_short_timeouts().await;
    let form = "Host: x\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let kinds = [
        "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(),
        "\r\nGET /account HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(),
        "HEAD /.well-known/openid-configuration HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(),
        format!("POST /token HTTP/1.1\r\n{form}Content-Length: 3\r\n\r\na=b"),
        format!(
            "POST /token HTTP/1.1\r\n{form}Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n"
        ),
        format!(
            "POST /token HTTP/1.1\r\n{form}Expect: 100-continue\r\nContent-Length: 3\r\n\r\na=b"
        ),
    ];
    let mut requests = kinds.concat().repeat(50);
    requests.push_str("GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    for piece in [1, 7, 1000, requests.len()] {
        let (mut reader, mut writer) = connect(&world).await.into_split();
        let send = async {
            for part in requests.as_bytes().chunks(piece) {
                writer.write_all(part).await.unwrap();
            }
        };
        let mut answer = Vec::new();
        let read = timeout(Duration::from_secs(20), reader.read_to_end(&mut answer));
        let ((), read) = tokio::join!(send, read);
        read.expect("held").unwrap();
        let answer = String::from_utf8_lossy(&answer);
        let count = |status: &str| answer.matches(&format!("HTTP/1.1 {status} ")).count();
        let counts = ["100", "200", "303", "400", "401"].map(count);
        assert_eq!(counts[..3], [50, 101, 50], "{piece}");
        assert_eq!(counts[3] + counts[4], 150, "{piece}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_early_answer_ends_the_connection_in_time() {
    let world = with_short_timeouts().await;
    let head =
        "POST /token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    for sent in [
        format!("{head}Content-Length: 1000000\r\n\r\n{}", "a".repeat(1000)),
        format!(
            "{head}Content-Length: 1000000\r\n\r\n{}",
            "a".repeat(999_999)
        ),
    ] {
        let answer = until_closed(&world, &sent, 20).await.expect("held");
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_protocol_switches_no_deadline_off() {
    let world = with_short_timeouts().await;
    let asks = "Host: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n";
    let heads = [
        "GET /sign-in",
        "POST /token",
        "PUT /register",
        "POST /no/such/page",
    ]
    .map(|request| format!("{request} HTTP/1.1\r\n{asks}Content-Length: 5\r\n\r\n"));
    let answers = heads.iter().map(|head| until_closed(&world, head, 20));
    for answer in futures_util::future::join_all(answers).await {
        assert!(answer.is_some(), "held");
    }
    // As a proxy asks on behalf of the client of a site: it is answered.
    let sent = format!("GET /livez HTTP/1.1\r\n{asks}\r\n");
    let answer = until_closed(&world, &sent, 20).await.expect("held");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let tunnel = "CONNECT /token HTTP/1.1\r\nHost: x\r\n\r\n";
    let answer = until_closed(&world, tunnel, 5).await.expect("held");
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn empty_lines_keep_no_connection() {
    let world = with_short_timeouts().await;
    let (mut reader, mut writer) = connect(&world).await.into_split();
    let request = b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";
    writer.write_all(request).await.unwrap();
    let send = async {
        let mut pause = tokio::time::interval(Duration::from_secs(2));
        loop {
            pause.tick().await;
            if writer.write_all(b"\r\n").await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    };
    let mut answer = Vec::new();
    let closed = tokio::select! {
        () = send => false,
        read = timeout(Duration::from_secs(20), reader.read_to_end(&mut answer)) => read.is_ok(),
    };
    assert!(closed, "held");
    assert!(answer.starts_with(b"HTTP/1.1 200 "));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_arrives_in_pieces_is_taken() {
    let world = with_short_timeouts().await;
    let body = "grant_type=client_credentials&scope=notes:read";
    let authorization = crate::world::basic("notes", crate::world::SECRET);
    let head = format!(
        "POST /token HTTP/1.1\r\nHost: x\r\nAuthorization: {authorization}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    );
    let chunks: Vec<String> = body
        .as_bytes()
        .chunks(7)
        .map(|chunk| {
            format!(
                "{:x}\r\n{}\r\n",
                chunk.len(),
                String::from_utf8_lossy(chunk)
            )
        })
        .collect();
    for request in [
        format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()),
        format!(
            "{head}Transfer-Encoding: chunked\r\n\r\n{}0\r\n\r\n",
            chunks.concat()
        ),
    ] {
        // Twice on one connection, byte by byte, and a third that ends it.
        let mut stream = connect(&world).await;
        stream.set_nodelay(true).unwrap();
        for byte in format!("{request}{request}").as_bytes() {
            stream.write_all(&[*byte]).await.unwrap();
        }
        let last = request.replace("Host: x", "Host: x\r\nConnection: close");
        stream.write_all(last.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer);
        assert_eq!(answer.matches("HTTP/1.1 200 OK").count(), 3, "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_holds_no_more_connections_than_it_may() {
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.http.connections_per_address = 20;
    })
    .await;
    let request = b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";
    let mut answer = [0; 12];
    let mut held = Vec::new();
    for n in 0..20 {
        let mut stream = connect(&world).await;
        stream.write_all(request).await.unwrap();
        stream
            .read_exact(&mut answer)
            .await
            .unwrap_or_else(|_| panic!("{n} was refused"));
        held.push(stream);
    }
    for _ in 0..30 {
        let mut stream = connect(&world).await;
        let _ = stream.write_all(request).await;
        assert!(
            stream.read_exact(&mut answer).await.is_err(),
            "one too many"
        );
    }
    // Another address is served meanwhile, and the first one again when it holds fewer.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.9:0".parse().unwrap()).unwrap();
    let server = world.settings.listen.parse().unwrap();
    let mut elsewhere = socket.connect(server).await.unwrap();
    elsewhere.write_all(request).await.unwrap();
    elsewhere.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
    held.clear();
    crate::world::eventually("a connection that is accepted again", async || {
        let mut stream = connect(&world).await;
        let _ = stream.write_all(request).await;
        stream.read_exact(&mut [0; 12]).await.is_ok()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_feed_alone_ends_no_line() {
    let world = with_short_timeouts().await;
    for sent in [
        "GET /livez HTTP/1.1\nHost: x\n\n",
        "GET /livez HTTP/1.1\r\nHost: x\nX-A: b\r\n\r\n",
        "GET /livez HTTP/1.1\r\nX-A: b\n\r\nHost: x\r\n\r\n",
        "GET /livez HTTP/1.1\r\nHost: x\r\nX-A: b\nTransfer-Encoding: chunked\r\n\r\n",
        "GET /livez HTTP/1.1\r\nHost: x\r\nX-A:\n b\r\n\r\n",
        "GET /livez HTTP/1.1\r\nHost: x\r\n\n",
        "GET /livez\nHTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\na=b\r\n0\r\n\r\n",
        // A line that is longer than what is looked at hides none behind it.
        &format!(
            "GET /livez HTTP/1.1\r\nHost: x\r\nContent-Length:{}0\r\nX-A: b\nC: d\r\n\r\n",
            " ".repeat(150)
        ),
    ] {
        let answer = until_closed(&world, sent, 20).await.expect("held");
        assert!(answer.starts_with("HTTP/1.1 400 "), "{sent:?}: {answer}");
    }
    // Also in the second request of a connection.
    let second =
        "GET /livez HTTP/1.1\r\nHost: x\r\n\r\nGET /livez HTTP/1.1\r\nHost: x\nA: b\r\n\r\n";
    let answer = until_closed(&world, second, 20).await.expect("held");
    assert!(
        answer.starts_with("HTTP/1.1 200 ") && answer.contains("HTTP/1.1 400 "),
        "{answer}"
    );
    // In a body it is what it is.
    let body = "POST /token HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 9\r\n\r\na=b\nc=\nd\n";
    let answer = until_closed(&world, body, 20).await.expect("held");
    assert!(answer.contains("invalid_request"), "{answer}");
}
