# Invitations into organizations.

invitation_into = Je komt bij { $name } als lid.
invitation_into_owner = Je komt bij { $name } als eigenaar.
mail_invitation_into = Organisatie
token_withdrawn_title = Deze uitnodiging geldt niet meer
token_withdrawn = De organisatie waarvoor je bent uitgenodigd bestaat niet meer, of degene die je uitnodigde mag dat niet meer. Vraag om een nieuwe uitnodiging.
console_invite_into_effect = Stuurt ieder van hen een link per e-mail. Wie accepteert, hoort bij de organisatie.
console_invite_into = Organisatie (optioneel)
console_invite_into_hint = De korte naam van een organisatie. Wie accepteert, hoort erbij.
console_invite_into_unknown = Er is geen organisatie { $name } waarvoor je mag uitnodigen. Er is niemand uitgenodigd.
console_invite_app_roles = Rollen (optioneel)
console_invite_roles = Rollen in de organisatie (optioneel)
console_invite_roles_hint = Eén per regel: de identificatie van de app, een spatie, de naam van de rol.
console_invite_roles_wrong = { $line } is geen app met een rol. Er is niemand uitgenodigd.
console_invite_organization = Organisatie
console_organization_invitations = Openstaande uitnodigingen
console_organization_invitations_none = Er wacht geen uitnodiging op antwoord.
