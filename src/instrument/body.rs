//! The guest's own functions in a new module: other numbers of functions, and else byte for byte
//! what they are.

use anyhow::{Context, Result};
use wasmparser::{FunctionBody, Operator};

/// A body whose numbers of functions are those of `functions`.
///
/// A number keeps its width, if it fits: linkers pad numbers, and interpreters that execute a
/// module's bytes as they are read every byte of a number whenever they come to it. Without
/// padding, WAMR's classic interpreter is a fifth faster on some guests, and what was measured
/// would not be the guest.
pub fn renumbered(body: &FunctionBody, functions: &[u32]) -> Result<Vec<u8>> {
    let bytes = body.as_bytes();
    let begin = body.range().start;
    let mut renumbered = Vec::with_capacity(bytes.len());
    let mut copied = 0;
    for operator in body.get_operators_reader()?.into_iter_with_offsets() {
        let (operator, offset) = operator?;
        if let Some(function) = function_of(&operator) {
            let number = functions.get(function as usize);
            let number = *number.with_context(|| format!("there is no function {function}"))?;
            // The code of each of these instructions is one byte, and the number all that follows.
            let from = (offset - begin) as usize + 1;
            let width = 1 + bytes[from..].iter().take_while(|b| **b & 0x80 != 0).count();
            renumbered.extend_from_slice(&bytes[copied..from]);
            put(&mut renumbered, number, width);
            copied = from + width;
        }
    }
    renumbered.extend_from_slice(&bytes[copied..]);
    Ok(renumbered)
}

/// The function that an instruction names.
pub fn function_of(operator: &Operator) -> Option<u32> {
    match *operator {
        Operator::Call { function_index }
        | Operator::ReturnCall { function_index }
        | Operator::RefFunc { function_index } => Some(function_index),
        _ => None,
    }
}

/// Writes a number as LEB128 in at least `width` bytes.
fn put(to: &mut Vec<u8>, mut number: u32, width: usize) {
    for written in 1.. {
        let low = number as u8 & 0x7f;
        number >>= 7;
        if number == 0 && written >= width {
            to.push(low);
            return;
        }
        to.push(low | 0x80);
    }
}
