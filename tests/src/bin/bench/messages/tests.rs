use super::{Messages, Piece};

fn told(stream: &[u8], at_once: usize) -> Vec<String> {
    let (mut messages, mut told) = (Messages::new(), Vec::new());
    for bytes in stream.chunks(at_once) {
        messages.take(bytes, |piece| match piece {
            Piece::Head(head) => told.push(head.lines().next().unwrap_or_default().to_owned()),
            Piece::Body(bytes) => told.push(format!("+{}", bytes.len())),
            Piece::End => told.push("end".to_owned()),
        });
    }
    told
}

#[test]
fn a_body_of_a_known_length_ends_after_it() {
    let stream = b"POST /push HTTP/1.1\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\n\r\n";
    assert_eq!(told(stream, 4096), ["POST /push HTTP/1.1", "+5", "end", "GET / HTTP/1.1", "end"]);
}

#[test]
fn chunks_are_joined_and_their_frames_left_out() {
    let stream =
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n";
    assert_eq!(told(stream, 4096), ["HTTP/1.1 200 OK", "+3", "+10", "end"]);
    let bytes: usize = told(stream, 1).iter().filter(|piece| piece.starts_with('+')).count();
    assert_eq!(bytes, 13, "also when every byte comes alone");
}

#[test]
fn an_answer_without_a_body_ends_with_its_head() {
    assert_eq!(told(b"HTTP/1.1 204 No Content\r\ndate: x\r\n\r\n", 7), ["HTTP/1.1 204 No Content", "end"]);
}
