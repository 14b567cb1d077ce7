//! Parses the command and hands over.

/// Requests make many small allocations, which the allocator of the C library is slower at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[actix_web::main]
async fn main() -> std::process::ExitCode {
    doorward_cli::run().await
}
