consent_page = Autoriser { $app } · { $organization }
consent_title = { $app } souhaite :
consent_signed_in_as = Vous êtes connecté en tant que { $user }. Vous pouvez retirer l’accès à tout moment depuis la page de votre compte.
consent_destination = Votre réponse est envoyée à { $destination }.
consent_resources = Elle peut utiliser ce que vous autorisez auprès de :
consent_registered_by_itself = Cette application s’est enregistrée elle-même : { $organization } n’a pas vérifié qui en est à l’origine. Ne continuez que si vous faites confiance à l’adresse ci-dessus.
consent_allow = Continuer vers { $app }
consent_deny = Ne pas autoriser

missing_fields_page = Compléter votre compte · { $organization }
missing_fields_title = Compléter votre compte
missing_fields_text = { $organization } a besoin de ces informations avant de continuer. Vous êtes connecté en tant que { $user }.

select_organization_page = Choisir une organisation · { $organization }
select_organization_title = Choisir une organisation
select_organization_text = Vous êtes connecté en tant que { $user }. Quelle organisation voulez-vous utiliser dans { $app } ?

scope_openid = Savoir qui vous êtes
scope_profile = Voir votre nom et votre profil
scope_email = Voir votre adresse e-mail
scope_address = Voir votre adresse postale
scope_phone = Voir votre numéro de téléphone
scope_offline_access = Conserver l’accès lorsque vous n’utilisez pas l’application
scope_groups = Voir les groupes dont vous faites partie
scope_roles = Voir vos rôles dans l’application
scope_permissions = Voir vos autorisations dans l’application
scope_other = Utiliser { $scope }
