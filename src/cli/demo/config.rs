//! What a sample app is told when it starts.

/// The configuration of one sample app.
pub struct AppConfig {
    /// The name of the app, as its pages show it.
    pub name: String,
    /// Its `client_id` at the issuer.
    pub client_id: String,
    /// Its client secret at the issuer.
    pub client_secret: String,
    /// The URL of its home page.
    pub url: String,
    /// The issuer that it trusts.
    pub issuer: String,
    /// The name of the other sample app.
    pub other_name: String,
    /// The URL of the other sample app.
    pub other_url: String,
}
