# What holds while somebody signs in for an organization.

console_organization_policy_change = Cambia accesso
console_organization_policy_effect = Vale dal prossimo accesso per l’organizzazione. Di ciò che chiedono server, app e organizzazione vale il più severo.
console_organization_policy_default = Come dicono server e app
console_organization_policy_required = Obbligatorio
console_organization_age = Età massima di un accesso in secondi
console_organization_age_hint = Da 60 a 31536000 secondi. Lascia vuoto per ciò che dicono server e app.
console_organization_provider = Provider di identità dei suoi domini
console_organization_provider_hint = L’identificatore di un provider di identità. Gli indirizzi dei domini verificati accedono lì, e non qui con password o email.
