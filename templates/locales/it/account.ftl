account_page = Il tuo account · { $organization }
account_switch = Cambia account
account_add = Aggiungi account
account_sign_out = Esci
account_email = Email
account_username = Nome utente

account_methods_title = Come accedi
account_password = Password
account_password_detail = Impostata per questo account
account_connected_since = Collegato il { $when }
account_disconnect = Scollega { $provider }
account_connect = Collega { $provider }

account_devices_title = Dispositivi
account_this_device = questo browser
account_session_since = Accesso il { $when }
account_session_seen = Ultimo utilizzo il { $when }
account_session_apps = App aperte: { $apps }
account_session_end = Esci
account_sessions_end_others = Esci da tutti gli altri dispositivi

device_browser_on_system = { $browser } su { $system }
device_unknown = Browser sconosciuto

place_with_address = { $place } ({ $address })

receipts_title = Uscite nelle ultime 24 ore
receipt_delivered = Uscita eseguita il { $when }
receipt_waiting = Uscita in corso
receipt_retrying = Non ancora raggiungibile; ultimo tentativo il { $when }
receipt_given_up = { $count ->
    [one] Non raggiungibile, { $count } tentativo
   *[other] Non raggiungibile, { $count } tentativi
}
receipt_send_again = Invia di nuovo

account_apps_title = Le tue app
account_apps_none = Non hai ancora usato nessuna app. Qui compariranno le app a cui accedi.
account_app_allowed = Può usare { $scope }
account_app_allowed_since = Consentita il { $when }
account_app_trusted = Fornita dalla tua organizzazione
account_app_open = Apri { $app }
account_app_remove = Rimuovi accesso
account_app_sign_out = Esci da { $app }
account_navigation = Il tuo account
account_nav_overview = Panoramica
account_nav_profile = Profilo
account_nav_security = Sicurezza
account_nav_activity = Attività
account_nav_data = I tuoi dati

profile_page = Profilo · { $organization }
profile_save = Salva
profile_saved = Il tuo profilo è stato salvato.
profile_address_saved = Il tuo indirizzo email è stato modificato. Gli altri dispositivi sono stati disconnessi.
profile_given_name = Nome
profile_family_name = Cognome
profile_nickname = Soprannome
profile_website = Sito web
profile_language = Lingua
profile_language_of_browser = Quella del mio browser
profile_time_zone = Fuso orario
profile_picture = Foto
profile_picture_yours = La tua foto
profile_picture_choose = Scegli un file
profile_picture_hint = PNG, JPEG, WebP o GIF, al massimo 5 MB. Le app a cui accedi possono mostrarla.
profile_picture_save = Salva foto
profile_picture_remove = Rimuovi foto
profile_picture_saved = La tua foto è salvata.
profile_picture_removed = La tua foto è rimossa.
profile_picture_none = Scegli prima un file.
profile_picture_too_large = Il file supera i 5 MB. Scegline uno più piccolo.
profile_picture_no_picture = Non è un PNG, JPEG, WebP o GIF. Scegli un altro file.
profile_picture_damaged = L’immagine è danneggiata. Salvala di nuovo con un programma per immagini, poi sceglila ancora una volta.
profile_picture_too_many_pixels = L’immagine è troppo grande. Riducila a meno di 10.000 pixel per lato.
profile_picture_more_than_a_picture = Il file contiene altro oltre all’immagine. Salvala di nuovo come JPEG o PNG, poi scegli quel file.
profile_username_hint = Puoi usarlo per accedere. Senza spazi e senza @.
profile_username_wrong = Un nome utente ha al massimo 64 caratteri, senza spazi e senza @.
profile_username_taken = Qualcun altro ha già questo nome utente. Scegline un altro.
profile_username_reserved = Questo nome utente è riservato o somiglia a uno riservato. Scegline un altro.
profile_username_disguised = Questo nome utente mescola lettere di alfabeti diversi o sembra un nome in lettere latine. Scegline un altro.
profile_value_wrong = Un campo è troppo lungo oppure contiene caratteri che non possono essere mostrati. Ognuno può contenere 200 caratteri.
profile_website_wrong = Inserisci un indirizzo web che inizia con https:// oppure lascia il campo vuoto.
profile_time_zone_wrong = Inserisci un fuso orario come Europe/Berlin oppure lascia il campo vuoto.
profile_conflict = L’account è stato modificato nello stesso momento. Ricontrolla la pagina, poi salva.
profile_address_verified = confermato
profile_new_address = Nuova email
profile_address_hint = Invieremo lì un codice. Il tuo vecchio indirizzo verrà avvisato e potrà annullare la modifica per sette giorni.
profile_address_change = Cambia email
profile_address_wrong = Inserisci un indirizzo email diverso da quello attuale, ad esempio ada@example.com.
profile_address_no_mail = Al momento il tuo indirizzo email non può essere modificato qui. Chiedi all’amministratore.
profile_address_of_provider = Gli indirizzi email di questo dominio appartengono a { $provider }. Collega prima il tuo account { $provider } oppure inserisci un altro indirizzo.

address_confirm_title = Conferma la tua nuova email
address_confirm = { $email } diventerà l’indirizzo del tuo account. Gli altri dispositivi verranno disconnessi. Conferma solo se l’hai richiesto tu: chi l’ha richiesto mantiene l’account.
address_confirm_submit = Conferma
address_confirmed_title = La tua email è stata modificata
address_confirmed = Da ora accedi con il nuovo indirizzo. Gli altri dispositivi sono stati disconnessi.
address_undo_title = Annullare la modifica?
address_undo = { $email } tornerà a essere l’indirizzo del tuo account e tutti i dispositivi verranno disconnessi.
address_undo_submit = Annulla la modifica
address_undone_title = La modifica è stata annullata
address_undone = Il tuo account ha di nuovo il vecchio indirizzo e tutti i dispositivi sono stati disconnessi. Scegli subito una nuova password, in modo che nessun altro la conosca.

password_change_title = Password
password_present = Password attuale
password_new = Nuova password
password_change_submit = Cambia password
password_changed = La tua password è stata modificata. Gli altri dispositivi sono stati disconnessi.
password_none = Il tuo account non ha una password. Accedi in un altro modo.
password_wrong = Questa non è la tua password attuale. Controllala e riprova.

activity_page = Attività · { $organization }
activity_title = Attività recente
activity_hint = Qualcosa non l’hai fatto tu? Cambia la password e controlla i tuoi metodi di accesso:
activity_none = Non è ancora successo nulla.
activity_older = Attività precedente
activity_by_administrator = da un amministratore
activity_signed_in = Accesso effettuato
activity_sign_in_failed = Accesso non riuscito
activity_stepped_up = Identità confermata
activity_session_ended = Uscita
activity_password_changed = Password cambiata
activity_password_reset_requested = Nuova password richiesta
activity_method_added = Metodo di accesso aggiunto
activity_method_removed = Metodo di accesso rimosso
activity_second_factor_failed = Secondo passaggio non riuscito
activity_recovery = Recupero dell’account
activity_address_changed = Email cambiata
activity_profile_changed = Profilo modificato
activity_account_made = Account creato
activity_account_locked = Account bloccato o sbloccato
activity_disowned = Segnalato come non tuo
activity_app_allowed = App autorizzata
activity_app_removed = App rimossa

data_page = I tuoi dati · { $organization }
data_download_hint = Tutto ciò che è memorizzato su di te, in un file: profilo, metodi di accesso, dispositivi, app e attività recente. Non contiene password né chiavi.
data_download = Scarica i miei dati
data_delete_title = Elimina il tuo account
data_delete_effect = { $days ->
    [0] Esci subito ovunque e il tuo account, con tutto il suo contenuto, viene eliminato definitivamente.
   *[other] Esci subito ovunque. Dopo { $days } giorni il tuo account, con tutto il suo contenuto, viene eliminato definitivamente; fino ad allora puoi accedere e conservarlo.
}
data_delete = Elimina il mio account
data_deletion_waits_title = Il tuo account verrà eliminato
data_deletion_waits = Verrà eliminato il { $time }. Per conservarlo, accedi prima di allora o usa il link nell’email che ti abbiamo inviato.
data_deletion_on = Il tuo account, con tutto il suo contenuto, verrà eliminato il
data_deletion_until = Il tuo account, con tutto il suo contenuto, verrà eliminato il { $time }.
data_keep = Conserva il mio account
data_keep_title = Conservare il tuo account?
data_keep_sign_in = Accedi
data_kept_title = Il tuo account resta
data_kept = Non verrà eliminato nulla. Accedi per continuare.
attribute_problems = Alcuni campi richiedono un altro valore.
attribute_missing = Compila questo campo.
attribute_length = Usa da { $min } a { $max } caratteri.
attribute_min = Inserisci { $min } o più.
attribute_max = Inserisci { $max } o meno.
attribute_number = Inserisci un numero.
attribute_date = Inserisci una data, ad esempio 1990-05-31.
attribute_email = Inserisci un indirizzo email.
attribute_phone = Inserisci un numero di telefono con il prefisso del paese, ad esempio +39 06 12345678.
attribute_choice = Scegli una delle opzioni.
attribute_form = Questo valore non ha la forma prevista qui.
