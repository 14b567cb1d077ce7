//! A span and an identifier for each request. Whatever is logged while the request is answered
//! carries the identifier, and the error page that a user sees shows it.

use crate::{
    extract::{operation::Operation, refusals},
    respond::{address, refusal},
};
use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Data,
};
use doorward_core::Provider;
use doorward_protocol::{secret::Entropy, text::noted};
use tracing::Instrument;

/// Crockford's base 32: no letter of it is taken for a digit when it is read out.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Begins the operation of the request, inside of its span. The span holds the path without the
/// query, which may carry codes and identifiers.
pub async fn trace(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let Some(provider) = request.app_data::<Data<Provider>>().cloned() else {
        return next.call(request).await;
    };
    address::route(&mut request, &provider);
    let request_id = request_id(provider.entropy());
    let span = tracing::info_span!(
        "request",
        request_id,
        method = noted(request.method().as_str()),
        path = noted(request.path()),
    );
    let operation = Operation::begin(request.request(), &provider, Some(request_id));
    let what = format!("{} {}", request.method(), noted(request.path()));
    let begun = operation.clone();
    let answer = async {
        let response = next.call(request).await?;
        refusal::log_response(&response);
        if let Some(refused) = begun.refused_caller() {
            refusals::record(&provider, refused, &what).await;
        }
        Ok(response)
    };
    operation.scope(answer.instrument(span)).await
}

/// Eight characters, 40 random bits: short enough to read out.
fn request_id(entropy: &dyn Entropy) -> String {
    let mut random = [0; 5];
    entropy.fill_public(&mut random);
    let bits = random
        .iter()
        .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    (0..8)
        .rev()
        .filter_map(|place| ALPHABET.get((bits >> (place * 5) & 31) as usize))
        .map(|character| char::from(*character))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed([u8; 5]);

    impl Entropy for Fixed {
        fn fill(&self, buffer: &mut [u8]) {
            buffer.copy_from_slice(&self.0);
        }
    }

    #[test]
    fn an_identifier_spells_every_bit() {
        assert_eq!(request_id(&Fixed([0; 5])), "00000000");
        assert_eq!(request_id(&Fixed([0xff; 5])), "zzzzzzzz");
        assert_eq!(request_id(&Fixed([0, 0, 0, 0, 33])), "00000011");
    }
}
