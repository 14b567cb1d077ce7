//! Parses the command and hands over.

#[actix_web::main]
async fn main() -> std::process::ExitCode {
    doorward_cli::run().await
}
