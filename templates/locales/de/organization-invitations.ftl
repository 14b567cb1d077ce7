# Invitations into organizations.

invitation_into = Sie treten { $name } als Mitglied bei.
invitation_into_owner = Sie treten { $name } als Inhaber bei.
mail_invitation_into = Organisation
token_withdrawn_title = Diese Einladung gilt nicht mehr
token_withdrawn = Die Organisation, in die Sie eingeladen wurden, gibt es nicht mehr, oder wer Sie eingeladen hat, darf es nicht mehr. Bitten Sie um eine neue Einladung.
console_invite_into_effect = Schickt jeder Person per E-Mail einen Link. Wer annimmt, gehört zur Organisation.
console_invite_into = Organisation (optional)
console_invite_into_hint = Der Kurzname einer Organisation. Wer annimmt, gehört dazu.
console_invite_into_unknown = Es gibt keine Organisation { $name }, in die Sie einladen dürfen. Es wurde niemand eingeladen.
console_invite_app_roles = Rollen (optional)
console_invite_roles = Rollen in der Organisation (optional)
console_invite_roles_hint = Eine pro Zeile: die Kennung der App, ein Leerzeichen, der Name der Rolle.
console_invite_roles_wrong = { $line } ist keine App mit einer Rolle. Es wurde niemand eingeladen.
console_invite_organization = Organisation
console_organization_invitations = Offene Einladungen
console_organization_invitations_none = Keine Einladung wartet auf eine Antwort.
