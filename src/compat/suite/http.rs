//! As much of HTTP/1.1 as the suite's servers and requests take.

use std::io::{self, BufRead, Read, Write};

/// The longest head and the longest body that are read, in bytes.
const LONGEST_HEAD: u64 = 1 << 20;
const LONGEST_BODY: u64 = 16 << 20;

/// Names and values of headers or trailers, in their order.
pub type Fields = Vec<(String, String)>;

/// A request or a response.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The first line.
    pub start: String,
    pub headers: Fields,
    pub body: Vec<u8>,
    pub trailers: Fields,
}

/// How a body ends that has neither a length nor chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Without {
    /// There is none, as in requests.
    NoBody,
    /// It ends with the connection, as in responses.
    ToTheEnd,
    /// There is none, whatever the head says, as in responses to HEAD.
    OnlyAHead,
}

impl Message {
    /// Reads one. `None`: the other side has closed before it began.
    pub fn read(from: &mut impl BufRead, without: Without) -> io::Result<Option<Self>> {
        let start = line(from)?;
        if start.is_empty() {
            return Ok(None);
        }
        let mut message = Message {
            headers: fields(from)?,
            start,
            ..Message::default()
        };
        if without == Without::OnlyAHead || message.has_no_body() {
            return Ok(Some(message));
        }
        let coding = message.header("transfer-encoding").unwrap_or_default();
        if coding.to_ascii_lowercase().contains("chunked") {
            (message.body, message.trailers) = chunks(from)?;
            return Ok(Some(message));
        }
        let length = message.header("content-length").map(str::parse);
        match (length.transpose().map_err(invalid)?, without) {
            (Some(length), _) => read_some(from, length, &mut message.body)?,
            (None, Without::ToTheEnd) => {
                from.take(LONGEST_BODY).read_to_end(&mut message.body)?;
            }
            (None, Without::NoBody | Without::OnlyAHead) => {}
        }
        Ok(Some(message))
    }

    /// The values of a header, as one.
    pub fn header_values(&self, name: &str) -> Option<String> {
        let of_it = |(known, _): &&(String, String)| known.eq_ignore_ascii_case(name);
        let values: Vec<_> = self.headers.iter().filter(of_it).collect();
        let values: Vec<_> = values.iter().map(|(_, value)| value.as_str()).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    fn header(&self, name: &str) -> Option<&str> {
        let of_it = |(known, _): &&(String, String)| known.eq_ignore_ascii_case(name);
        self.headers.iter().find(of_it).map(|(_, value)| &**value)
    }

    /// Of a response its status.
    pub fn status(&self) -> Option<u16> {
        let mut words = self.start.split(' ');
        words.next().filter(|word| word.starts_with("HTTP/"))?;
        words.next()?.parse().ok()
    }

    /// Responses that have no body, whatever their headers say.
    fn has_no_body(&self) -> bool {
        self.status()
            .is_some_and(|status| status < 200 || [204, 304].contains(&status))
    }
}

/// Writes first line and headers.
pub fn write_head(to: &mut impl Write, start: &str, headers: &Fields) -> io::Result<()> {
    let mut head = format!("{start}\r\n");
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    to.write_all((head + "\r\n").as_bytes())
}

/// Writes a body in chunks, with trailers behind it.
pub fn write_chunks(to: &mut impl Write, chunks: &[String], trailers: &Fields) -> io::Result<()> {
    for chunk in chunks {
        to.write_all(format!("{:x}\r\n{chunk}\r\n", chunk.len()).as_bytes())?;
    }
    write_head(to, "0", trailers)
}

/// A line without its end.
fn line(from: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    from.take(LONGEST_HEAD).read_line(&mut line)?;
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Ok(line)
}

/// Lines up to an empty one.
fn fields(from: &mut impl BufRead) -> io::Result<Fields> {
    let mut fields = Fields::new();
    let mut length = 0;
    loop {
        let line = line(from)?;
        length += line.len() as u64;
        if length > LONGEST_HEAD {
            return Err(io::Error::other("a head that does not end"));
        }
        if line.is_empty() {
            return Ok(fields);
        }
        let (name, value) = line
            .split_once(':')
            .ok_or_else(|| io::Error::other(format!("a header without a colon: {line:?}")))?;
        fields.push((name.trim().to_string(), value.trim().to_string()));
    }
}

/// A body in chunks, and its trailers.
fn chunks(from: &mut impl BufRead) -> io::Result<(Vec<u8>, Fields)> {
    let mut body = Vec::new();
    loop {
        let line = line(from)?;
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = u64::from_str_radix(size, 16).map_err(invalid)?;
        if size == 0 {
            return Ok((body, fields(from)?));
        }
        read_some(from, size, &mut body)?;
        self::line(from)?;
    }
}

fn read_some(from: &mut impl Read, length: u64, to: &mut Vec<u8>) -> io::Result<()> {
    let after = (to.len() as u64).saturating_add(length);
    if after > LONGEST_BODY {
        return Err(io::Error::other("a body that is too long"));
    }
    from.take(length).read_to_end(to)?;
    if (to.len() as u64) < after {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(())
}

fn invalid(error: std::num::ParseIntError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

#[cfg(test)]
mod tests {
    use super::{Message, Without, write_chunks, write_head};

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_string(), value.to_string())
    }

    #[test]
    fn chunks_and_trailers_come_as_they_were_written() {
        let mut bytes = Vec::new();
        let headers = vec![pair("Transfer-Encoding", "chunked")];
        write_head(&mut bytes, "POST /a HTTP/1.1", &headers).unwrap();
        let trailers = vec![pair("x-sum", "7")];
        let chunks = ["one", "two, and more than ten bytes"].map(str::to_string);
        write_chunks(&mut bytes, &chunks, &trailers).unwrap();
        let read = Message::read(&mut &bytes[..], Without::NoBody);
        let read = read.unwrap().unwrap();
        assert_eq!(read.body, chunks.concat().into_bytes());
        assert_eq!((read.headers, read.trailers), (headers, trailers));
    }

    #[test]
    fn a_body_ends_where_its_head_says() {
        let read = |text: &str, without| Message::read(&mut text.as_bytes(), without);
        let some = |text, without| read(text, without).unwrap().unwrap().body;
        let long = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc";
        assert_eq!(some(long, Without::ToTheEnd), b"ab");
        let open = "HTTP/1.1 200 OK\r\n\r\nabc";
        assert_eq!(some(open, Without::ToTheEnd), b"abc");
        assert_eq!(some("GET / HTTP/1.1\r\n\r\nabc", Without::NoBody), b"");
        assert_eq!(some("HTTP/1.1 204 No\r\n\r\nabc", Without::ToTheEnd), b"");
        assert!(read("", Without::NoBody).unwrap().is_none());
        let short = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc";
        assert!(read(short, Without::ToTheEnd).is_err());
    }
}
