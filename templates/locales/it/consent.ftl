consent_page = Consenti { $app } · { $organization }
consent_title = { $app } vuole:
consent_signed_in_as = Hai eseguito l’accesso come { $user }. Puoi rimuovere l’accesso in qualsiasi momento dalla pagina del tuo account.
consent_destination = La tua risposta va a { $destination }.
consent_resources = Può usare ciò che consenti presso:
consent_registered_by_itself = Questa app si è registrata da sola: { $organization } non ha verificato chi c’è dietro. Continua solo se ti fidi dell’indirizzo qui sopra.
consent_allow = Continua su { $app }
consent_deny = Non consentire

missing_fields_page = Completa il tuo account · { $organization }
missing_fields_title = Completa il tuo account
missing_fields_text = { $organization } ha bisogno di questi dati prima di continuare. Hai eseguito l’accesso come { $user }.

select_organization_page = Scegli un’organizzazione · { $organization }
select_organization_title = Scegli un’organizzazione
select_organization_text = Hai eseguito l’accesso come { $user }. Quale organizzazione vuoi usare in { $app }?

scope_openid = Sapere chi sei
scope_profile = Vedere il tuo nome e il tuo profilo
scope_email = Vedere il tuo indirizzo email
scope_address = Vedere il tuo indirizzo postale
scope_phone = Vedere il tuo numero di telefono
scope_offline_access = Mantenere l’accesso quando non usi l’app
scope_groups = Vedere i gruppi di cui fai parte
scope_roles = Vedere i tuoi ruoli nell’app
scope_permissions = Vedere le tue autorizzazioni nell’app
scope_other = Usare { $scope }
