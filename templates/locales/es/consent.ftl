consent_page = Permitir { $app } · { $organization }
consent_title = { $app } quiere:
consent_signed_in_as = Has iniciado sesión como { $user }. Puedes quitar el acceso en cualquier momento desde la página de tu cuenta.
consent_destination = Tu respuesta se envía a { $destination }.
consent_resources = Puede usar lo que permitas en:
consent_registered_by_itself = Esta aplicación se ha registrado por su cuenta: { $organization } no ha comprobado quién está detrás. Continúa solo si confías en la dirección de arriba.
consent_allow = Continuar a { $app }
consent_deny = No permitir

missing_fields_page = Completa tu cuenta · { $organization }
missing_fields_title = Completa tu cuenta
missing_fields_text = { $organization } necesita estos datos antes de continuar. Has iniciado sesión como { $user }.

select_organization_page = Elegir una organización · { $organization }
select_organization_title = Elegir una organización
select_organization_text = Has iniciado sesión como { $user }. ¿Qué organización quieres usar en { $app }?

scope_openid = Saber quién eres
scope_profile = Ver tu nombre y tu perfil
scope_email = Ver tu dirección de correo electrónico
scope_address = Ver tu dirección postal
scope_phone = Ver tu número de teléfono
scope_offline_access = Mantener el acceso cuando no uses la aplicación
scope_groups = Ver los grupos a los que perteneces
scope_roles = Ver tus roles en la aplicación
scope_permissions = Ver tus permisos en la aplicación
scope_other = Usar { $scope }
