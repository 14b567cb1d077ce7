sign_out_page = Abmelden · { $organization }
sign_out_title_everywhere = Überall abmelden?
sign_out_title_accounts = Abmelden?
sign_out_asked_by = { $app } möchte Sie abmelden.
sign_out_signed_in_as = Sie sind als { $user } angemeldet.
sign_out_effect = Damit werden Sie von allen Apps abgemeldet, die Sie mit diesem Konto in diesem Browser geöffnet haben.
sign_out_everywhere = Überall abmelden
sign_out_this = Von { $user } abmelden
sign_out_all = { $count ->
    [one] Von { $count } Konto abmelden
   *[other] Von allen { $count } Konten abmelden
}
sign_out_fault = Dieser Abmeldelink funktioniert nicht so, wie die App es vorgesehen hat: Wir konnten nicht überprüfen, wohin er Sie führen soll. Sie können sich trotzdem abmelden und hier bleiben. Die Entwickler der App können den Link reparieren.
sign_out_stay = Angemeldet bleiben

signed_out_page = Abgemeldet · { $organization }
signed_out_title = Sie sind abgemeldet
signed_out = Um eine App wieder zu verwenden, öffnen Sie sie und melden Sie sich an.
signed_out_account = Dieses Konto ist von allen Apps abgemeldet.
signed_out_others = In diesem Browser noch angemeldet: { $users }.
signed_out_sign_in = Erneut anmelden
signed_out_to_app = Zu { $app }
signed_out_choose = Konto auswählen

signing_out = Wir melden Sie von Ihren Apps ab. Um eine wieder zu verwenden, öffnen Sie sie und melden Sie sich an.
signing_out_then_back = Wir melden Sie von Ihren Apps ab und bringen Sie dann zurück.
signing_out_continue = Weiter
signing_out_frame = Abmeldung von einer App
