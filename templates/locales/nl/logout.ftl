sign_out_page = Uitloggen · { $organization }
sign_out_title_everywhere = Overal uitloggen?
sign_out_title_accounts = Uitloggen?
sign_out_asked_by = { $app } vraagt om je uit te loggen.
sign_out_signed_in_as = Je bent ingelogd als { $user }.
sign_out_effect = Je wordt uitgelogd bij alle apps die je met dit account in deze browser hebt geopend.
sign_out_everywhere = Overal uitloggen
sign_out_this = { $user } uitloggen
sign_out_all = { $count ->
    [one] Uitloggen bij { $count } account
   *[other] Uitloggen bij alle { $count } accounts
}
sign_out_fault = Deze uitloglink werkt niet zoals de app bedoelde: we konden niet controleren waar hij je naartoe wil brengen. Je kunt toch uitloggen en hier blijven. De ontwikkelaar van de app kan de link herstellen.
sign_out_stay = Ingelogd blijven

signed_out_page = Uitgelogd · { $organization }
signed_out_title = Je bent uitgelogd
signed_out = Wil je een app weer gebruiken? Open de app en log in.
signed_out_account = Dat account is bij alle apps uitgelogd.
signed_out_others = Nog ingelogd in deze browser: { $users }.
signed_out_sign_in = Opnieuw inloggen
signed_out_to_app = Naar { $app }
signed_out_choose = Account kiezen

signing_out = We loggen je uit bij je apps. Wil je er een weer gebruiken? Open de app en log in.
signing_out_then_back = We loggen je uit bij je apps en brengen je daarna terug.
signing_out_continue = Doorgaan
signing_out_frame = Uitloggen bij een app
