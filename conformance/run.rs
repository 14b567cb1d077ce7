//! The run of one module: a new browser, a new client, and the steps that most modules share.

pub use crate::client::{Auth, Client, Flow, Request, Variant};
use crate::{
    agent::{Agent, Answer, Landed, Manner, Page, encode},
    finding::{Checked, Finding, ensure},
    jose::Key,
    op::{Expected, Op, now},
    rp::RelyingParty,
    setup::{Registration, Setup, StaticClient},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// What every module of a run shares.
pub struct Shared {
    pub op: Arc<Op>,
    pub setup: Setup,
    pub rp: RelyingParty,
    pub roots: Vec<reqwest::Certificate>,
    pub insecure: bool,
    /// A command that rotates the provider's signing keys.
    pub rotate_keys: Option<String>,
}

/// One module under way.
pub struct Run {
    pub shared: Arc<Shared>,
    pub variant: Variant,
    pub agent: Agent,
    /// The folder of this module at the relying party.
    pub folder: String,
    registered: Vec<Client>,
}

static NEXT: AtomicU64 = AtomicU64::new(1);

/// A value that was never used.
pub fn fresh(prefix: &str) -> String {
    format!("{prefix}-{}-{}", now(), NEXT.fetch_add(1, Ordering::SeqCst))
}

impl Run {
    pub fn new(shared: Arc<Shared>, variant: Variant) -> Checked<Self> {
        let agent = Agent::new(&shared.roots, shared.insecure, shared.setup.user.clone())?;
        Ok(Self {
            shared,
            variant,
            agent,
            folder: fresh("rp"),
            registered: Vec::new(),
        })
    }

    pub fn op(&self) -> Arc<Op> {
        Arc::clone(&self.shared.op)
    }

    pub fn is_static(&self) -> bool {
        self.shared.setup.registration == Registration::Static
    }

    /// Where a document of this module is.
    pub fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }

    /// A redirect URI of this module. Nothing listens there.
    pub fn callback(&self) -> String {
        format!("https://relying-party.example/{}/callback", self.folder)
    }

    pub fn bye(&self) -> String {
        match (
            self.is_static(),
            &self.shared.setup.post_logout_redirect_uri,
        ) {
            (true, Some(uri)) => uri.clone(),
            _ => format!("https://relying-party.example/{}/bye", self.folder),
        }
    }

    /// The first client of this module: registered now, or the one of the file.
    pub async fn client(&mut self) -> Checked<Client> {
        if self.is_static() {
            let which = if self.variant.auth == Auth::Post {
                &self.shared.setup.client_secret_post
            } else {
                &self.shared.setup.client
            };
            return self.of_file(which.as_ref());
        }
        self.register(json!({})).await
    }

    /// Registers or takes a second client.
    pub async fn second_client(&mut self) -> Checked<Client> {
        if self.is_static() {
            self.of_file(self.shared.setup.client2.as_ref())
        } else {
            self.register(json!({})).await
        }
    }

    fn of_file(&self, client: Option<&StaticClient>) -> Checked<Client> {
        let client = client
            .ok_or_else(|| Finding::Skipped("the file of --clients has no such client".into()))?;
        let redirect_uri = self.shared.setup.redirect_uri.clone().unwrap_or_default();
        Ok(Client {
            id: client.client_id.clone(),
            secret: Some(client.client_secret.clone()),
            redirect_uri,
            auth: self.variant.auth,
            key: None,
            information: Value::Null,
        })
    }

    /// The metadata that a client of this module registers with.
    pub fn metadata(&self, key: Option<&Key>) -> Checked<Value> {
        let mut grant_types = Vec::new();
        if self.variant.has("code") {
            grant_types.push("authorization_code");
            if self.op().offers("grant_types_supported", "refresh_token") {
                grant_types.push("refresh_token");
            }
        }
        if self.variant.front() {
            grant_types.push("implicit");
        }
        let mut metadata = json!({
            "client_name": "doorward-conformance",
            "redirect_uris": [self.callback()],
            "response_types": [self.variant.response_type],
            "grant_types": grant_types,
            "token_endpoint_auth_method": self.variant.auth.name(),
            "post_logout_redirect_uris": [self.bye()],
        });
        if let Some(key) = key {
            metadata["jwks"] = key.jwks()?;
        }
        Ok(metadata)
    }

    /// Registers a client (RFC 7591 3); what is `null` in `changes` is left out.
    pub async fn register(&mut self, changes: Value) -> Checked<Client> {
        let key = if self.variant.auth == Auth::PrivateKey {
            Some(Key::generate("first")?)
        } else {
            None
        };
        self.register_with(changes, key).await
    }

    pub async fn register_with(&mut self, changes: Value, key: Option<Key>) -> Checked<Client> {
        let (status, information) = self.try_register(changes, key.as_ref()).await?;
        ensure!(
            status == 201,
            "registration answers with status {status}: {}",
            information["error_description"]
        );
        let id = information["client_id"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        ensure!(!id.is_empty(), "the registration response has no client_id");
        let redirect_uri = information["redirect_uris"][0]
            .as_str()
            .map_or_else(|| self.callback(), str::to_owned);
        let secret = information["client_secret"].as_str().map(str::to_owned);
        ensure!(
            secret.is_none() || information["client_secret_expires_at"].is_i64(),
            "the registration response has no client_secret_expires_at"
        );
        let client = Client {
            id,
            secret,
            redirect_uri,
            auth: self.variant.auth,
            key,
            information,
        };
        self.registered.push(client.clone());
        Ok(client)
    }

    /// Sends a registration and returns what came of it.
    pub async fn try_register(&self, changes: Value, key: Option<&Key>) -> Checked<(u16, Value)> {
        if self.is_static() {
            return Err(Finding::Skipped(
                "needs dynamic registration, and --clients says static".into(),
            ));
        }
        let mut metadata = self.metadata(key)?;
        if let (Some(metadata), Value::Object(changes)) = (metadata.as_object_mut(), changes) {
            for (name, value) in changes {
                if value.is_null() {
                    metadata.remove(&name)
                } else {
                    metadata.insert(name, value)
                };
            }
        }
        let mut request = self
            .op()
            .http
            .post(self.op().endpoint("registration_endpoint")?)
            .header("content-type", "application/json");
        if let Some(token) = &self.shared.setup.initial_access_token {
            request = request.bearer_auth(token);
        }
        let response = request.body(metadata.to_string()).send().await?;
        let status = response.status().as_u16();
        Ok((
            status,
            serde_json::from_str(&response.text().await?).unwrap_or_default(),
        ))
    }

    /// A good authorization request.
    pub fn request(&self, client: &Client) -> Request {
        let mut parameters = vec![
            ("client_id".to_owned(), client.id.clone()),
            ("redirect_uri".to_owned(), client.redirect_uri.clone()),
            (
                "response_type".to_owned(),
                self.variant.response_type.to_owned(),
            ),
            ("scope".to_owned(), "openid".to_owned()),
            ("state".to_owned(), fresh("state")),
            ("nonce".to_owned(), fresh("nonce")),
        ];
        if self.variant.form_post {
            parameters.push(("response_mode".to_owned(), "form_post".to_owned()));
        }
        Request { parameters }
    }

    /// Sends the browser off with a request.
    pub async fn go(
        &mut self,
        client: &Client,
        request: &Request,
        manner: Manner,
    ) -> Checked<Landed> {
        let url = format!(
            "{}?{}",
            self.op().endpoint("authorization_endpoint")?,
            encode(&request.parameters)
        );
        self.agent.visit(&url, &client.redirect_uri, manner).await
    }

    /// The answer to a request, whatever it says, checked for what holds for every answer.
    pub async fn answer(&mut self, client: &Client, request: &Request) -> Checked<Answer> {
        let landed = self.go(client, request, Manner::Willing).await?;
        self.check_answer(landed, request)
    }

    pub fn check_answer(&self, landed: Landed, request: &Request) -> Checked<Answer> {
        let answer = match landed {
            Landed::Client(answer) => answer,
            Landed::Page(page) => {
                return Err(Finding::Failed(format!(
                    "the browser was left on a page: {}",
                    seen(&page)
                )));
            }
        };
        ensure!(
            answer.get("state") == request.get("state"),
            "state came back as {:?}",
            answer.get("state")
        );
        let issuer = &self.shared.op.issuer;
        ensure!(
            answer.get("iss").is_none_or(|iss| iss == issuer),
            "iss of the response is {:?}",
            answer.get("iss")
        );
        let promised = self
            .shared
            .op
            .metadata
            .get("authorization_response_iss_parameter_supported")
            == Some(&Value::Bool(true));
        ensure!(
            !promised || answer.get("iss").is_some(),
            "iss is missing in the response (RFC 9207)"
        );
        let mode = if self.variant.form_post {
            "form_post"
        } else if self.variant.front() {
            "fragment"
        } else {
            "query"
        };
        ensure!(
            answer.mode == mode,
            "the response came as {}, not as {mode}",
            answer.mode
        );
        Ok(answer)
    }

    /// A whole flow: answer, tokens, userinfo.
    pub async fn flow(&mut self, client: &Client, request: &Request) -> Checked<Flow> {
        let answer = self.answer(client, request).await?;
        self.finish(client, request, answer).await
    }

    /// What follows an answer that is no error.
    pub async fn finish(
        &mut self,
        client: &Client,
        request: &Request,
        answer: Answer,
    ) -> Checked<Flow> {
        self.check_parts(&answer)?;
        let mut flow = Flow {
            answer: answer.clone(),
            ..Flow::default()
        };
        if let Some(id_token) = answer.get("id_token") {
            let expected = Expected {
                client_id: &client.id,
                nonce: request.get("nonce"),
                code: answer.get("code"),
                access_token: answer.get("access_token"),
                hashes_required: true,
            };
            flow.claims = self.op().id_token(id_token, expected).await?;
            flow.front_claims = Some(flow.claims.clone());
            flow.id_token = id_token.to_owned();
        }
        if let Some(token) = answer.get("access_token") {
            ensure!(
                is_bearer(answer.get("token_type")),
                "token_type is {:?}",
                answer.get("token_type")
            );
            flow.access_token = Some(token.to_owned());
        }
        if let Some(code) = answer.get("code") {
            self.redeem_into(client, request, code, &mut flow).await?;
        }
        if let Some(access_token) = &flow.access_token {
            self.check_userinfo(client, access_token, &flow).await?;
        }
        Ok(flow)
    }

    /// Checks that an answer has what the response type promises, and nothing else.
    fn check_parts(&self, answer: &Answer) -> Checked<()> {
        ensure!(
            answer.get("error").is_none(),
            "the answer is the error {:?}: {:?}",
            answer.get("error"),
            answer.get("error_description")
        );
        for (word, name) in [
            ("code", "code"),
            ("id_token", "id_token"),
            ("token", "access_token"),
        ] {
            ensure!(
                answer.get(name).is_some() == self.variant.has(word),
                "whether the answer should have {name}: {}; it is the other way round",
                self.variant.has(word)
            );
        }
        Ok(())
    }

    /// Redeems the code of an answer, checks the token response and adds it to the flow.
    async fn redeem_into(
        &self,
        client: &Client,
        request: &Request,
        code: &str,
        flow: &mut Flow,
    ) -> Checked<()> {
        ensure!(code.len() >= 16, "the code is too short for 96 bits");
        let (status, response) = self.redeem(client, code, &[]).await?;
        ensure!(
            status == 200,
            "the token endpoint answers with status {status}: {}",
            response["error"]
        );
        ensure!(
            is_bearer(response["token_type"].as_str()),
            "token_type is {}",
            response["token_type"]
        );
        let text = |name: &str| response[name].as_str().unwrap_or_default().to_owned();
        let (access_token, id_token) = (text("access_token"), text("id_token"));
        ensure!(
            !access_token.is_empty() && !id_token.is_empty(),
            "the token response lacks access_token or id_token"
        );
        let expected = Expected {
            client_id: &client.id,
            nonce: request.get("nonce"),
            access_token: Some(&access_token),
            ..Expected::default()
        };
        let claims = self.op().id_token(&id_token, expected).await?;
        if let Some(front) = &flow.front_claims {
            ensure!(
                front.get("sub") == claims.get("sub") && front.get("iss") == claims.get("iss"),
                "the two ID tokens differ in iss or sub"
            );
        }
        flow.claims = claims;
        flow.id_token = id_token;
        flow.access_token = Some(access_token);
        flow.token_response = response;
        Ok(())
    }

    /// Checks that userinfo is about the user of the ID token (OpenID Connect Core 5.3.2).
    async fn check_userinfo(
        &self,
        client: &Client,
        access_token: &str,
        flow: &Flow,
    ) -> Checked<()> {
        let userinfo = self.op().userinfo(access_token).await;
        // The module that registered for a signed response checks that response itself.
        if client
            .information
            .get("userinfo_signed_response_alg")
            .is_some()
        {
            return Ok(());
        }
        let sub = userinfo?.get("sub").cloned();
        ensure!(
            flow.claims.is_empty() || sub.as_ref() == flow.claims.get("sub"),
            "sub of userinfo is not the one of the ID token"
        );
        Ok(())
    }

    /// Redeems a code.
    pub async fn redeem(
        &self,
        client: &Client,
        code: &str,
        more: &[(&str, &str)],
    ) -> Checked<(u16, Value)> {
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", client.redirect_uri.as_str()),
        ];
        form.extend(more);
        self.token(client, &form).await
    }

    /// A token request with the client's authentication.
    pub async fn token(&self, client: &Client, form: &[(&str, &str)]) -> Checked<(u16, Value)> {
        let endpoint = self.op().endpoint("token_endpoint")?;
        self.token_for(client, form, &endpoint).await
    }

    /// The same, with an assertion for another audience.
    pub async fn token_for(
        &self,
        client: &Client,
        form: &[(&str, &str)],
        audience: &str,
    ) -> Checked<(u16, Value)> {
        let mut fields: Vec<(String, String)> = form
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let mut request = self
            .op()
            .http
            .post(self.op().endpoint("token_endpoint")?)
            .header("content-type", "application/x-www-form-urlencoded");
        if client.auth == Auth::Basic {
            request = request.header("authorization", basic(client));
        }
        fields.extend(credentials(client, audience)?);
        let response = request.body(encode(&fields)).send().await?;
        let status = response.status().as_u16();
        let content_type = response
            .headers()
            .get("content-type")
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        ensure!(
            content_type.starts_with("application/json"),
            "the token endpoint answers with the content type {content_type:?}"
        );
        Ok((
            status,
            serde_json::from_str(&response.text().await?).unwrap_or_default(),
        ))
    }

    /// Removes what was registered (RFC 7592 2.3). Whether that is clean is for the caller to say.
    pub async fn clean_up(&mut self) -> Option<String> {
        for client in std::mem::take(&mut self.registered) {
            let (uri, token) = (
                client.information["registration_client_uri"].as_str(),
                client.information["registration_access_token"].as_str(),
            );
            let (Some(uri), Some(token)) = (uri, token) else {
                continue;
            };
            let status = self
                .op()
                .http
                .delete(uri)
                .bearer_auth(token)
                .send()
                .await
                .map(|response| response.status().as_u16())
                .ok();
            if status != Some(204) {
                return Some(format!(
                    "the deletion of a client answers with {status:?}, not 204"
                ));
            }
        }
        None
    }
}

fn is_bearer(token_type: Option<&str>) -> bool {
    token_type.is_some_and(|token_type| token_type.eq_ignore_ascii_case("bearer"))
}

/// The `Authorization` header of `client_secret_basic` (RFC 6749 2.3.1).
fn basic(client: &Client) -> String {
    let part =
        |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let secret = client.secret.as_deref().unwrap_or_default();
    let pair = format!("{}:{}", part(&client.id), part(secret));
    format!("Basic {}", STANDARD.encode(pair))
}

/// The fields of a token request that authenticate the client, where it does so in the body.
fn credentials(client: &Client, audience: &str) -> Checked<Vec<(String, String)>> {
    Ok(match client.auth {
        Auth::Basic => Vec::new(),
        Auth::Post => vec![
            ("client_id".to_owned(), client.id.clone()),
            (
                "client_secret".to_owned(),
                client.secret.clone().unwrap_or_default(),
            ),
        ],
        Auth::PrivateKey => {
            let key = client
                .key
                .as_ref()
                .ok_or_else(|| Finding::Failed("the client has no key".into()))?;
            let claims = json!({
                "iss": client.id,
                "sub": client.id,
                "aud": audience,
                "jti": fresh("jti"),
                "iat": now(),
                "exp": now() + 60,
            });
            vec![
                (
                    "client_assertion_type".into(),
                    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer".into(),
                ),
                ("client_assertion".into(), key.sign(&claims)?),
            ]
        }
    })
}

/// A page in a few words.
pub fn seen(page: &Page) -> String {
    let text: String = page
        .html
        .split("<title>")
        .nth(1)
        .and_then(|rest| rest.split("</title>").next())
        .unwrap_or("without a title")
        .trim()
        .to_owned();
    format!("status {} at {}, “{text}”", page.status, page.url.path())
}
