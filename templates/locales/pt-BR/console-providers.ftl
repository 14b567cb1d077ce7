# Os provedores de identidade no console.

console_nav_providers = Provedores de identidade
console_providers_hint = Veja com quais outros sistemas as pessoas fazem login e se isso funciona.
console_providers_none = Ainda não há provedores de identidade. Declare um em um arquivo e leia-o com { $command }.
console_check = Verificação
console_more_than = Mais de { $count }
console_provider_kind = Tipo
console_provider_links = Só vincular
console_provider_newcomers = Quem é novo
console_provider_sign_up = Recebe uma conta
console_provider_known = É recusado
console_provider_linked = Identidades vinculadas
console_provider_redirect = URI de redirecionamento a registrar lá
console_provider_file = Os provedores são declarados em um arquivo, em { $table }. Altere-o lá e leia-o com { $command }.
console_provider_test = Testar provedor
console_provider_test_effect = Pede ao provedor suas configurações e chaves e experimenta o URI de redirecionamento e o segredo do cliente. Ninguém faz login.
console_provider_works = Tudo o que pode ser verificado daqui funciona.
console_provider_fails = Algo está errado. Cada linha abaixo diz o que mudar.
console_provider_disable = Desativar provedor
console_provider_disable_effect = A partir de agora ninguém pode fazer login por ele. As sessões iniciadas por ele continuam. Quando o arquivo que o declara for aplicado de novo, o arquivo decide.
console_provider_enable = Ativar provedor
console_provider_enable_effect = É possível fazer login por ele de novo. Quando o arquivo que o declara for aplicado de novo, o arquivo decide.
