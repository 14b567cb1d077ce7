# Invitations into organizations.

invitation_into = Entri in { $name } come membro.
invitation_into_owner = Entri in { $name } come proprietario.
mail_invitation_into = Organizzazione
token_withdrawn_title = Questo invito non vale più
token_withdrawn = L’organizzazione in cui sei stato invitato non esiste più, oppure chi ti ha invitato non può più farlo. Chiedi un nuovo invito.
console_invite_into_effect = Invia a ciascuno un link per email. Chi accetta entra nell’organizzazione.
console_invite_into = Organizzazione (facoltativo)
console_invite_into_hint = Il nome breve di un’organizzazione. Chi accetta ne fa parte.
console_invite_into_unknown = Non c’è nessuna organizzazione { $name } in cui puoi invitare. Nessuno è stato invitato.
console_invite_app_roles = Ruoli (facoltativo)
console_invite_roles = Ruoli nell’organizzazione (facoltativo)
console_invite_roles_hint = Uno per riga: l’identificatore dell’app, uno spazio, il nome del ruolo.
console_invite_roles_wrong = { $line } non è un’app con un ruolo. Nessuno è stato invitato.
console_invite_organization = Organizzazione
console_organization_invitations = Inviti aperti
console_organization_invitations_none = Nessun invito attende una risposta.
