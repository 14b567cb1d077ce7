consent_page = Permitir { $app } · { $organization }
consent_title = { $app } quer:
consent_signed_in_as = Você entrou como { $user }. Você pode remover o acesso a qualquer momento na página da sua conta.
consent_destination = Sua resposta será enviada para { $destination }.
consent_resources = Ele pode usar o que você permitir em:
consent_registered_by_itself = Este app se registrou por conta própria: { $organization } não verificou quem está por trás dele. Continue somente se você confiar no endereço acima.
consent_allow = Continuar para { $app }
consent_deny = Não permitir

missing_fields_page = Complete sua conta · { $organization }
missing_fields_title = Complete sua conta
missing_fields_text = { $organization } precisa destas informações antes de continuar. Você entrou como { $user }.

select_organization_page = Escolher uma organização · { $organization }
select_organization_title = Escolher uma organização
select_organization_text = Você entrou como { $user }. Qual organização você quer usar em { $app }?

scope_openid = Saber quem você é
scope_profile = Ver seu nome e perfil
scope_email = Ver seu endereço de e-mail
scope_address = Ver seu endereço postal
scope_phone = Ver seu número de telefone
scope_offline_access = Manter o acesso quando você não estiver usando o app
scope_groups = Ver os grupos dos quais você faz parte
scope_roles = Ver suas funções no app
scope_permissions = Ver suas permissões no app
scope_other = Usar { $scope }
