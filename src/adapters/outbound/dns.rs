//! Questions to the DNS for TXT records (RFC 1035). They are sent over TCP (RFC 7766) to the name servers
//! of this machine: an answer of any size fits, and nobody on the way can slip one in unseen.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// Where systems keep their name servers.
const CONFIGURATION: &str = "/etc/resolv.conf";
/// The port of name servers.
const PORT: u16 = 53;
/// How long a name server may take.
const TIMEOUT: Duration = Duration::from_secs(3);
/// How many name servers are asked, as `resolv.conf(5)` has it.
const MAX_SERVERS: usize = 3;
/// The type TXT and the class IN (RFC 1035 §3.2).
const TXT: u16 = 16;
const IN: u16 = 1;
/// The response codes for an answer, and for a name that does not exist (RFC 1035 §4.1.1).
const NO_ERROR: u8 = 0;
const NO_SUCH_NAME: u8 = 3;

/// Why the DNS gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum DnsError {
    /// This machine has no name server.
    #[error("{CONFIGURATION} names no name server")]
    NoServer,
    /// The name cannot be asked for.
    #[error("the name is no name of the DNS")]
    Name,
    /// No name server answered in time.
    #[error("no name server answers")]
    Unreachable,
    /// A name server gave an answer that is none.
    #[error("the name server refuses or fails to answer")]
    Refused,
}

/// The TXT records of a name; none where there is no such name.
pub(super) async fn txt_records(name: &str) -> Result<Vec<String>, DnsError> {
    let text = tokio::fs::read_to_string(CONFIGURATION).await;
    let servers = servers(&text.unwrap_or_default());
    ask_in_turn(&servers, name).await
}

/// The name servers of a `resolv.conf`.
fn servers(text: &str) -> Vec<SocketAddr> {
    let lines = text.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let address = (words.next() == Some("nameserver"))
            .then(|| words.next())
            .flatten()?;
        let address: IpAddr = address.parse().ok()?;
        Some(SocketAddr::new(address, PORT))
    });
    lines.take(MAX_SERVERS).collect()
}

async fn ask_in_turn(servers: &[SocketAddr], name: &str) -> Result<Vec<String>, DnsError> {
    let question = question(name).ok_or(DnsError::Name)?;
    let mut failure = DnsError::NoServer;
    for server in servers {
        failure = match timeout(TIMEOUT, exchange(*server, &question)).await {
            Ok(Ok(answer)) => match read_answer(&answer, &question) {
                Some(records) => return Ok(records),
                None => DnsError::Refused,
            },
            Ok(Err(_)) | Err(_) => DnsError::Unreachable,
        };
    }
    Err(failure)
}

/// Sends a message and reads one, each with its length before it (RFC 1035 §4.2.2).
async fn exchange(server: SocketAddr, question: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(server).await?;
    let length = u16::try_from(question.len()).map_err(std::io::Error::other)?;
    let mut message = length.to_be_bytes().to_vec();
    message.extend_from_slice(question);
    stream.write_all(&message).await?;
    let length = stream.read_u16().await?;
    let mut answer = vec![0; usize::from(length)];
    stream.read_exact(&mut answer).await?;
    Ok(answer)
}

/// A question for the TXT records of a name, which wants recursion. The connection is its own, so that
/// the identifier tells nothing apart.
pub fn question(name: &str) -> Option<Vec<u8>> {
    let mut message = vec![0, 1, 0b0000_0001, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for label in name.split('.') {
        let length = u8::try_from(label.len()).ok()?;
        if !(1..=63).contains(&length) || !label.is_ascii() {
            return None;
        }
        message.push(length);
        message.extend_from_slice(label.as_bytes());
    }
    message.push(0);
    message.extend_from_slice(&TXT.to_be_bytes());
    message.extend_from_slice(&IN.to_be_bytes());
    // A name has 255 bytes at most.
    (message.len() <= 12 + 255 + 4).then_some(message)
}

/// The TXT records of an answer to a question. `None` where it is no answer to it.
pub fn read_answer(answer: &[u8], question: &[u8]) -> Option<Vec<String>> {
    let is_reply = answer.get(2)? & 0b1000_0000 != 0;
    let is_same = answer.get(..2)? == question.get(..2)?
        && answer.get(12..question.len())? == question.get(12..)?;
    let code = answer.get(3)? & 0b0000_1111;
    if !is_reply || !is_same {
        return None;
    }
    match code {
        NO_ERROR => {}
        NO_SUCH_NAME => return Some(Vec::new()),
        _ => return None,
    }
    let mut rest = answer.get(question.len()..)?;
    let count = number(answer.get(6..)?)?;
    let mut records = Vec::new();
    for _ in 0..count {
        rest = after_name(rest)?;
        let (kind, class, length) = (
            number(rest)?,
            number(rest.get(2..)?)?,
            number(rest.get(8..)?)?,
        );
        let end = 10 + usize::from(length);
        let data = rest.get(10..end)?;
        if kind == TXT && class == IN {
            records.push(text(data)?);
        }
        rest = rest.get(end..)?;
    }
    Some(records)
}

/// Two bytes as a number.
fn number(bytes: &[u8]) -> Option<u16> {
    Some(u16::from_be_bytes([*bytes.first()?, *bytes.get(1)?]))
}

/// What follows a name: labels and an empty one, or a pointer in the place of the rest (RFC 1035 §4.1.4).
fn after_name(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        let length = *rest.first()?;
        if length & 0b1100_0000 == 0b1100_0000 {
            return rest.get(2..);
        }
        rest = rest.get(1 + usize::from(length)..)?;
        if length == 0 {
            return Some(rest);
        }
    }
}

/// The text of a TXT record: its strings one after the other (RFC 1035 §3.3.14).
fn text(mut data: &[u8]) -> Option<String> {
    let mut text = Vec::new();
    while let Some((length, rest)) = data.split_first() {
        let length = usize::from(*length);
        text.extend_from_slice(rest.get(..length)?);
        data = rest.get(length..)?;
    }
    Some(String::from_utf8_lossy(&text).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    /// An answer with one alias and these TXT records, each of several strings.
    fn answer(question: &[u8], code: u8, records: &[&[&str]]) -> Vec<u8> {
        let mut message = question.to_vec();
        message[2] |= 0b1000_0000;
        message[3] = code;
        message[7] = u8::try_from(records.len()).unwrap() + 1;
        let mut add = |kind: u8, data: &[u8]| {
            message.extend_from_slice(&[0xc0, 12, 0, kind, 0, 1, 0, 0, 0, 60, 0]);
            message.push(u8::try_from(data.len()).unwrap());
            message.extend_from_slice(data);
        };
        add(5, &[0xc0, 12]);
        for record in records {
            let mut data = Vec::new();
            for part in *record {
                data.push(u8::try_from(part.len()).unwrap());
                data.extend_from_slice(part.as_bytes());
            }
            add(16, &data);
        }
        message
    }

    #[test]
    fn name_servers_are_read_from_the_configuration_of_the_machine() {
        let text = "# by hand\nsearch example\nnameserver 192.0.2.1\nnameserver 2001:db8::1\nnameserver x\n";
        let found: Vec<String> = servers(text).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["192.0.2.1:53", "[2001:db8::1]:53"]);
        assert!(servers("").is_empty());
    }

    #[test]
    fn every_text_of_an_answer_is_read_and_nothing_else_is_taken_for_one() {
        let asked = question("_doorward-challenge.example.com").unwrap();
        let good = answer(&asked, 0, &[&["v=spf1 -all"], &["one ", "text"]]);
        let read = read_answer(&good, &asked).unwrap();
        assert_eq!(read, ["v=spf1 -all", "one text"]);
        assert_eq!(
            read_answer(&answer(&asked, 3, &[]), &asked),
            Some(Vec::new())
        );
        assert_eq!(read_answer(&answer(&asked, 2, &[]), &asked), None);
        let other = question("_doorward-challenge.example.org").unwrap();
        assert_eq!(read_answer(&good, &other), None);
        for end in 0..good.len() {
            assert_eq!(read_answer(&good[..end], &asked), None, "{end} bytes");
        }
    }

    #[test]
    fn a_name_that_the_dns_cannot_have_is_not_asked_for() {
        for name in ["", "a..b", ".", &"x".repeat(64), &"x.".repeat(200)] {
            assert!(question(name).is_none(), "{name}");
        }
    }

    #[tokio::test]
    async fn a_server_that_answers_comes_after_one_that_does_not() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = listener.local_addr().unwrap();
        let serve = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            let length = stream.read_u16().await.unwrap();
            let mut asked = vec![0; usize::from(length)];
            stream.read_exact(&mut asked).await.unwrap();
            let answer = answer(&asked, 0, &[&["found"]]);
            let length = u16::try_from(answer.len()).unwrap();
            stream.write_u16(length).await.unwrap();
            stream.write_all(&answer).await.unwrap();
        };
        let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let silent = closed.local_addr().unwrap();
        drop(closed);
        let servers = [silent, server];
        let (found, ()) = tokio::join!(ask_in_turn(&servers, "example.com"), serve);
        assert_eq!(found.unwrap(), ["found"]);
        assert!(matches!(
            ask_in_turn(&[silent], "example.com").await,
            Err(DnsError::Unreachable)
        ));
    }
}
