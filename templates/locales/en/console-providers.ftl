# Identity providers in the console.

console_nav_providers = Identity providers
console_providers_hint = See which other systems people sign in with, and whether that works.
# $command is the command that reads a file of declarations.
console_providers_none = No identity providers yet. Declare one in a file, and read it with { $command }.
console_check = Check
# $count is a number.
console_more_than = More than { $count }
console_provider_kind = Kind
console_provider_links = Linking only
console_provider_newcomers = Whoever is new
console_provider_sign_up = Gets an account
console_provider_known = Is refused
console_provider_linked = Linked identities
console_provider_redirect = Redirect URI to register there
# $table is the name of a table in the file, $command the command that reads it.
console_provider_file = Providers are declared in a file under { $table }. Change it there, and read it with { $command }.
console_provider_test = Test provider
console_provider_test_effect = Asks the provider for its settings and keys, and tries the redirect URI and the client secret. Nobody is signed in.
console_provider_works = Everything that can be checked from here works.
console_provider_fails = Something is wrong. Each line below says what to change.
console_provider_disable = Disable provider
console_provider_disable_effect = Nobody can sign in by it from now on. Sessions that began by it stay. When the file that declares it is applied again, the file decides.
console_provider_enable = Enable provider
console_provider_enable_effect = People can sign in by it again. When the file that declares it is applied again, the file decides.
