# Invitations into organizations.

invitation_into = Dołączasz do { $name } jako członek.
invitation_into_owner = Dołączasz do { $name } jako właściciel.
mail_invitation_into = Organizacja
token_withdrawn_title = To zaproszenie nie jest już ważne
token_withdrawn = Organizacja, do której Cię zaproszono, już nie istnieje albo osoba zapraszająca nie może już do niej zapraszać. Poproś o nowe zaproszenie.
console_invite_into_effect = Wysyła każdej osobie link e-mailem. Kto przyjmie zaproszenie, należy do organizacji.
console_invite_into = Organizacja (opcjonalnie)
console_invite_into_hint = Krótka nazwa organizacji. Kto przyjmie zaproszenie, należy do niej.
console_invite_into_unknown = Nie ma organizacji { $name }, do której możesz zapraszać. Nikogo nie zaproszono.
console_invite_app_roles = Role (opcjonalnie)
console_invite_roles = Role w organizacji (opcjonalnie)
console_invite_roles_hint = Po jednej w wierszu: identyfikator aplikacji, spacja, nazwa roli.
console_invite_roles_wrong = To nie jest aplikacja z rolą: { $line }. Nikogo nie zaproszono.
console_invite_organization = Organizacja
console_organization_invitations = Otwarte zaproszenia
console_organization_invitations_none = Żadne zaproszenie nie czeka na odpowiedź.
