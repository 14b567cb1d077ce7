mail_footer = Inviata da { $organization }, { $issuer }
mail_link_as_text = Se il pulsante non funziona, apri questo indirizzo nel browser:

mail_device = Dispositivo
mail_place = Luogo
mail_time = Data e ora
mail_asked_title = Richiesta da

mail_sign_up_subject = Conferma il tuo indirizzo email per { $name }
mail_sign_up_title = Conferma il tuo indirizzo email
mail_sign_up_text = Inserisci questo codice per completare la creazione del tuo account { $name }:
mail_sign_up_button = Conferma indirizzo
mail_sign_up_valid = Il codice e il link funzionano una volta, per 24 ore.
mail_sign_up_not_you = Se non hai creato un account, ignora questa email e non usare il suo link. Senza il codice o il link non succede nulla.

mail_account_exists_subject = Hai già un account { $name }
mail_account_exists_title = Hai già un account
mail_account_exists_text = Qualcuno ha provato a creare un account { $name } con questo indirizzo email. Ne hai già uno, quindi puoi accedere.
mail_account_exists_button = Accedi
mail_account_exists_reset = Se non ricordi la password, scegline una nuova:
mail_account_exists_not_you = Se non sei stato tu, ignora questa email. Non è cambiato nulla.

mail_verify_subject = Conferma il tuo indirizzo email per { $name }
mail_verify_title = Conferma il tuo indirizzo email
mail_verify_text = Inserisci questo codice per confermare questo indirizzo per il tuo account { $name }:
mail_verify_button = Conferma indirizzo
mail_verify_valid = Il codice e il link funzionano una volta, per 24 ore.
mail_verify_not_you = Se non l’hai richiesto, ignora questa email e non usare il suo link. Senza il codice o il link l’indirizzo non viene usato.

mail_reset_subject = Scegli una nuova password per { $name }
mail_reset_title = Scegli una nuova password
mail_reset_text = Qualcuno ha chiesto di sostituire la password del tuo account { $name }.
mail_reset_button = Scegli nuova password
mail_reset_valid = Il link funziona una volta, per un’ora.
mail_reset_not_you = Se non sei stato tu, ignora questa email. La tua password resta invariata.

mail_code_subject = Il tuo codice di accesso a { $name }
mail_code_title = Il tuo codice di accesso
mail_code_text = Inserisci questo codice per accedere a { $name }:
mail_code_valid = Il codice funziona una volta, per 10 minuti.
mail_code_or_link = Oppure usa questo link nel browser in cui l’hai richiesto.
mail_code_and_link_valid = Il codice e il link funzionano una volta, per 10 minuti.
mail_code_warning = Non dare mai questo codice a nessuno. Non lo chiediamo per telefono, chat o email.
mail_code_not_you = Se non hai provato ad accedere, ignora questa email. Nessuno entra senza il codice.
mail_link_subject = Il tuo link di accesso a { $name }
mail_link_title = Accedi a { $name }
mail_link_text = Usa questo link nel browser in cui l’hai richiesto.
mail_link_button = Accedi
mail_link_valid = Il link funziona una volta, per 10 minuti.
mail_link_not_you = Se non hai provato ad accedere, ignora questa email. Nessuno entra senza il link.

mail_invitation_subject = Hai ricevuto un invito a { $name }
mail_invitation_title = Hai ricevuto un invito a { $name }
mail_invitation_text = Puoi creare il tuo account { $name } oppure accedere con uno che hai già.
mail_invitation_text_by = { $inviter } ti invita a { $name }. Puoi creare il tuo account oppure accedere con uno che hai già.
mail_invitation_apps = App
mail_invitation_button = Accetta invito
mail_invitation_valid = L’invito scade il { $time }.
mail_invitation_not_you = Se non sai di che cosa si tratta, ignora questa email. Nessun account viene creato senza di te.

mail_not_me_button = Non sono stato io
mail_not_me_explained = Se non sei stato tu, faccelo sapere. Ti faremo uscire ovunque e la tua password non funzionerà più finché non ne sceglierai una nuova.
mail_was_me = Se sei stato tu, non devi fare nulla.

mail_address_changed_subject = Il tuo indirizzo email per { $name } è stato modificato
mail_address_changed_title = Il tuo indirizzo email è stato modificato
mail_address_changed_text = Il tuo account { $name } ora usa { $address }. D’ora in poi le email arrivano lì.
mail_address_changed_button = Annulla la modifica
mail_address_changed_explained = Se non sei stato tu, annulla la modifica. Puoi farlo per 7 giorni.
mail_address_replaced_text = Il tuo account { $name } ora usa { $address }. Lo ha cambiato un amministratore o un servizio che gestisce il tuo account.
mail_address_replaced_explained = D’ora in poi le email vanno lì e i link inviati a questo indirizzo non funzionano più. Se non te lo aspettavi, chiedi a chi gestisce { $name }.
mail_address_proven_subject = Il tuo indirizzo email per { $name } è confermato
mail_address_proven_title = Il tuo indirizzo email è confermato
mail_address_proven_text = L’indirizzo del tuo account { $name } è stato confermato per la prima volta. Una password, passkey e account collegati configurati prima non fanno più accedere nessuno e tutti i dispositivi sono stati disconnessi. Configura di nuovo ciò che è tuo.

mail_new_device_subject = Nuovo accesso al tuo account { $name }
mail_new_device_title = Nuovo accesso al tuo account
mail_new_device_text = Il tuo account { $name } è stato usato in un browser in cui non ti avevamo ancora visto.

mail_password_changed_subject = La tua password per { $name } è stata modificata
mail_password_changed_title = La tua password è stata modificata
mail_password_changed_text = La password del tuo account { $name } è stata modificata e gli altri tuoi dispositivi sono stati disconnessi.

mail_guessed_subject = Molte password errate per il tuo account { $name }
mail_guessed_title = Qualcuno ha inserito molte password errate
mail_guessed_text = Per il tuo account { $name } sono state inserite 100 password errate di seguito. Perché nessuno possa continuare a indovinare, la sola password ora ti fa accedere unicamente nei browser in cui hai già effettuato l’accesso.
mail_guessed_explained = Altrove, scegli una nuova password o accedi in un altro modo, per esempio con una passkey. Tutto torna come prima quando scegli una nuova password o accedi con la tua in un browser che hai già usato.

mail_factor_subject = I metodi di accesso al tuo account { $name } sono cambiati
mail_factor_text = I metodi di accesso al tuo account { $name } sono cambiati.
mail_passkey_added = È stata aggiunta una passkey al tuo account
mail_passkey_removed = È stata rimossa una passkey dal tuo account
mail_security_key_added = È stato aggiunto un token di sicurezza al tuo account
mail_security_key_removed = È stato rimosso un token di sicurezza dal tuo account
mail_authenticator_added = È stata aggiunta un’app di autenticazione al tuo account
mail_authenticator_removed = L’app di autenticazione è stata rimossa dal tuo account
mail_recovery_codes_added = Sono stati creati nuovi codici di recupero per il tuo account
mail_password_removed = La password del tuo account è stata rimossa
mail_recovery_codes_removed = I codici di recupero del tuo account sono stati rimossi
mail_connected_added = { $provider } è stato collegato al tuo account
mail_connected_removed = { $provider } è stato scollegato dal tuo account
mail_code_given = Un amministratore ha creato un codice monouso per il tuo account

mail_recovery_subject = Qualcuno ha chiesto di recuperare l’accesso al tuo account { $name }
mail_recovery_title = Qualcuno ha chiesto di recuperare l’accesso al tuo account
mail_recovery_text = Qualcuno afferma di aver perso il secondo passaggio per accedere al tuo account { $name }. Potrà accedere senza a partire dal { $time }, a meno che tu non rifiuti.
mail_recovery_button = Rifiuta
mail_recovery_explained = Se non sei stato tu, rifiuta ora e cambia la password.
mail_recovery_ready_subject = Puoi recuperare l’accesso al tuo account { $name }
mail_recovery_ready_title = Puoi recuperare l’accesso al tuo account
mail_recovery_ready_text = Nessuno ha rifiutato la tua richiesta. Disattiva la verifica in due passaggi, poi accedi e configurala di nuovo.
mail_recovery_ready_button = Disattiva la verifica in due passaggi
mail_recovery_ready_valid = Il link funziona una sola volta, fino al { $time }.
mail_recovery_ready_not_you = Se non l’hai chiesto tu, non usare il link e cambia la password.

mail_deletion_subject = Il tuo account { $name } verrà eliminato
mail_deletion_title = Il tuo account verrà eliminato
mail_deletion_text = Il tuo account { $name } e tutto ciò che contiene verranno eliminati il { $time }. Fino ad allora puoi cambiare idea.
mail_deletion_button = Mantieni il mio account
mail_deletion_explained = Se non sei stato tu, mantieni l’account e cambia la password.

mail_deleted_subject = Il tuo account su { $name } è stato eliminato
mail_deleted_title = Il tuo account è stato eliminato
mail_deleted_text = Il tuo account su { $name } e tutto il suo contenuto sono stati eliminati il { $time }. Non riceverai altri messaggi da noi.

mail_test_subject = Email di prova da { $name }
mail_test_title = Questa email è arrivata
mail_test_text = Un amministratore di { $name } l’ha inviata il { $time } per verificare che le email arrivino. Non devi fare nulla.

dev_mail_page = Email · { $organization }
dev_mail_title = Email
dev_mail_explained = Qui non c’è un server di posta, quindi le email arrivano su questa pagina. Le ultime 200 restano nella memoria di questo processo finché non si ferma; un altro processo con lo stesso database ha le sue.
dev_mail_none = Ancora nessuna email. Ricarica questa pagina dopo un invio.
dev_mail_to = A { $address }
dev_mail_sent = Inviata il { $when }
dev_mail_html = Mostra come HTML

not_me_title = Non sei stato tu?
not_me_happened = Il tuo account è stato usato o modificato il { $when }.
not_me_explained = Se non sei stato tu, ti faremo uscire da tutti i dispositivi e da tutte le app e la tua password non funzionerà più. Poi ne sceglierai una nuova.
not_me_button = Proteggi il mio account
not_me_done_title = Il tuo account è protetto
not_me_done = Sei uscito ovunque e la tua vecchia password non funziona più. Scegline subito una nuova.
not_me_done_without_password = Sei uscito ovunque. Accedi con un account di un altro provider: cambia la password anche lì.
not_me_factors_wait = Il secondo passaggio che è stato aggiunto per ora resta, così che nessuno possa entrare con le sole email. Il { $when } ti inviamo un link che lo rimuove.
not_me_factors_stay = Il secondo passaggio che è stato aggiunto resta, così che nessuno possa entrare con le sole email. Se non è tuo, chiedi all’amministratore di rimuoverlo.
not_me_done_apps = L’uscita dalle app può richiedere qualche minuto. Quando accedi di nuovo, controlla i metodi di accesso al tuo account e rimuovi quelli che non conosci.
not_me_choose_password = Scegli nuova password
not_me_sign_in = Accedi
not_me_used_title = È già stato fatto
not_me_used = Il tuo account è stato protetto dopo l’invio di questa email. Se da allora non hai scelto una nuova password, fallo adesso.
not_me_invalid_title = Questo link non funziona
not_me_invalid = Ha più di 7 giorni oppure manca una parte dell’indirizzo. Se pensi che qualcun altro usi il tuo account, scegli una nuova password.
