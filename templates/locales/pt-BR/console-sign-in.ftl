# Como as pessoas fazem login, no console.

console_nav_sign_in = Regras de login
console_sign_in_hint = Veja como as pessoas fazem login, em tudo e em cada aplicativo.
console_sign_in_lead = O que é preciso para fazer login: as regras para todos e onde um aplicativo é mais rigoroso.
console_sign_in_everybody = Para todos
console_sign_in_settings = São configurações do servidor. Um aplicativo pode escolher entre elas e exigir mais.
console_sign_in_apps = Por aplicativo
console_sign_in_apps_none = Nenhum aplicativo faz o login de pessoas ainda. Adicione um em Aplicativos.
console_as_everybody = Como para todos
console_days = { $days ->
    [one] { $days } dia
   *[other] { $days } dias
}
console_method_password = Senha
console_method_passkey = Chave de acesso
console_method_code = Código por e-mail
console_method_link = Link por e-mail
console_rule_methods = Formas de login, em ordem
console_methods_hint = Uma por linha: { $names }, ou o identificador de um provedor de identidade. Deixe vazio para todas.
console_rule_second_factor = Segundo fator
console_rule_second_factor_of = Segundo fator para alguns
console_factor_off = Desativado
console_factor_offered = Pedido a quem configurou um
console_factor_required = Obrigatório
console_rule_after_providers = Segundo fator também depois de um provedor de identidade
console_rule_trusted = Confiança nos navegadores por
console_rule_recovery = Espera depois de perder o segundo fator
console_rule_recovery_off = Não é possível
console_rule_length = Senha mais curta, em caracteres
console_rule_breaches = Senhas roubadas são recusadas
console_rule_sign_up = Quem pode criar uma conta
console_sign_up_off = Ninguém: os administradores adicionam usuários
console_sign_up_invitation = Quem for convidado
console_sign_up_domain = Quem tem um endereço de { $domains }
console_sign_up_open = Qualquer um com endereço de e-mail
console_takes_new_users = Aceita novos usuários
console_app_sign_in = Alterar o login
console_app_sign_in_effect = Vale a partir do próximo login. As sessões continuam; a quem faltar um segundo fator, ele será pedido na próxima vez que o aplicativo perguntar.
console_method_unknown = { $name } não é uma forma de login: confira a grafia ou declare antes o provedor de identidade.
