# Apps that users are pushed to by SCIM, in the console.

console_scim = Contas nos aplicativos (SCIM)
console_scim_lead = Aplicativos que recebem uma conta para cada pessoa que pode usá-los e são avisados imediatamente quando alguém não pode mais.
console_scim_none = Nenhum aplicativo recebe contas ainda. Adicione um com o comando a seguir, um arquivo ou a API.
console_scim_compared = Última comparação
console_scim_users_in = Somente membros de
console_scim_pushed_groups = Grupos enviados
console_scim_accounts = Contas
console_scim_to_come = Ainda pendentes
console_scim_problems = Fora do esperado
console_scim_problems_none = O aplicativo tem todos como deveria.
console_scim_paused = Em pausa, porque o aplicativo não aceitou nada durante um dia
console_scim_created = Criadas
console_scim_updated = Alteradas
console_scim_deactivated = Desativadas
console_scim_deleted = Excluídas
console_scim_unchanged = Sem alteração
console_scim_conflict = Conflito
console_scim_failed = Falha
console_scim_compare = Comparar tudo
console_scim_compare_effect = Cada usuário e cada grupo é comparado com o que o aplicativo tem, e as diferenças são corrigidas.
console_scim_pause = Pausar
console_scim_pause_effect = Nada é enviado ao aplicativo até a retomada. As contas nele ficam como estão.
console_scim_resume = Retomar
console_scim_resume_effect = Todos são verificados, e o que mudou nesse meio-tempo é enviado ao aplicativo.
