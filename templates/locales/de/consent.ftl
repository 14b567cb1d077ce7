consent_page = { $app } erlauben · { $organization }
consent_title = { $app } möchte:
consent_signed_in_as = Sie sind als { $user } angemeldet. Sie können den Zugriff jederzeit auf Ihrer Kontoseite entfernen.
consent_destination = Ihre Antwort geht an { $destination }.
consent_resources = Die App kann nutzen, was Sie erlauben, bei:
consent_registered_by_itself = Diese App hat sich selbst registriert: { $organization } hat nicht geprüft, wer dahintersteht. Fahren Sie nur fort, wenn Sie der Adresse oben vertrauen.
consent_allow = Weiter zu { $app }
consent_deny = Nicht erlauben

missing_fields_page = Konto vervollständigen · { $organization }
missing_fields_title = Konto vervollständigen
missing_fields_text = { $organization } benötigt diese Angaben, bevor es weitergeht. Sie sind als { $user } angemeldet.

select_organization_page = Organisation auswählen · { $organization }
select_organization_title = Organisation auswählen
select_organization_text = Sie sind als { $user } angemeldet. Für welche Organisation möchten Sie { $app } nutzen?

scope_openid = Wissen, wer Sie sind
scope_profile = Ihren Namen und Ihr Profil sehen
scope_email = Ihre E-Mail-Adresse sehen
scope_address = Ihre Postanschrift sehen
scope_phone = Ihre Telefonnummer sehen
scope_offline_access = Zugriff behalten, wenn Sie die App nicht verwenden
scope_groups = Ihre Gruppen sehen
scope_roles = Ihre Rollen in der App sehen
scope_permissions = Ihre Berechtigungen in der App sehen
scope_other = { $scope } verwenden
