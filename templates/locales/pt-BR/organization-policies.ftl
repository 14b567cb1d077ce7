# What holds while somebody signs in for an organization.

console_organization_policy_change = Alterar login
console_organization_policy_effect = Vale a partir do próximo login pela organização. Do que o servidor, o aplicativo e a organização exigem vale o mais rigoroso.
console_organization_policy_default = Conforme o servidor e o aplicativo
console_organization_policy_required = Obrigatório
console_organization_age = Idade máxima de um login em segundos
console_organization_age_hint = De 60 a 31536000 segundos. Deixe vazio para o que o servidor e o aplicativo dizem.
console_organization_provider = Provedor de identidade dos domínios
console_organization_provider_hint = O identificador de um provedor de identidade. Os endereços dos domínios verificados fazem login lá, e não aqui com senha ou e-mail.
