# Invitations into organizations.

invitation_into = Você entra em { $name } como membro.
invitation_into_owner = Você entra em { $name } como proprietário.
mail_invitation_into = Organização
token_withdrawn_title = Este convite não vale mais
token_withdrawn = A organização para a qual você foi convidado não existe mais, ou quem convidou você não pode mais convidar para ela. Peça um novo convite.
console_invite_into_effect = Envia um link por e-mail para cada pessoa. Quem aceita passa a fazer parte da organização.
console_invite_into = Organização (opcional)
console_invite_into_hint = O nome curto de uma organização. Quem aceita passa a fazer parte dela.
console_invite_into_unknown = Não há nenhuma organização { $name } para a qual você possa convidar. Ninguém foi convidado.
console_invite_app_roles = Funções (opcional)
console_invite_roles = Funções na organização (opcional)
console_invite_roles_hint = Uma por linha: o identificador do aplicativo, um espaço, o nome da função.
console_invite_roles_wrong = { $line } não é um aplicativo com uma função. Ninguém foi convidado.
console_invite_organization = Organização
console_organization_invitations = Convites em aberto
console_organization_invitations_none = Nenhum convite aguarda resposta.
