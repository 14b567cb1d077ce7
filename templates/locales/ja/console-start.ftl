# The first steps of a new server: its owner, its name, its mails, and the first app.

console_start = 最初のステップ
console_start_hint = このサーバーに名前を付け、メールを送信できるか確認し、最初のアプリを追加します。
console_start_lead = 3つのステップは、どの順番でもかまいません。アプリを追加するか非表示にするまで、概要からこのページを開けます。
console_start_open = 最初のステップを表示
console_start_name = 名前
console_start_name_now = ページとメールに表示される名前:
console_name_default = 既定の名前です。
# $variable is the name of an environment variable.
console_name_from_variable = 環境変数 { $variable } の値です。
console_name_from_file = 設定ファイルの name の値です。
console_name_from_console = コンソールで設定された名前です。設定の name より優先されます。
console_source_console = コンソール
console_rename = サーバーの名前を変更
console_rename_effect = すべてのページとメールに、新しい名前がすぐに表示されます。この環境のほかのサーバーでも同じです。
console_rename_hint = 会社名などです。空欄にすると、設定の名前が使われます。
console_start_mail = メール
console_start_mail_server = メールサーバーが設定されています。テストメールを送信して動作を確認してください。
console_start_mail_here = メールサーバーは設定されていません。メールはこのマシンに残り、次の場所で読めます:
console_start_mail_none = メールサーバーが設定されていないため、新しいパスワードのリンク、コード、招待を送信できません。
console_start_mail_paste = 次の内容を、お使いのメールサーバーの値に変えて設定ファイルに書き、このサーバーを再起動してください。変数 DOORWARD_MAIL__URL と DOORWARD_MAIL__FROM でも設定できます。
console_start_app = 最初のアプリ
console_start_app_none = アプリを追加し、必要な内容をアプリの設定にコピーして、サインインしてください。
console_hide_guide = 最初のステップを非表示
console_hide_guide_effect = どの管理者の概要にも表示されなくなります。すべての操作は引き続きコンソールのページで行えます。
# $user is the email address or the username of whoever is signed in.
setup_become = このサーバーにはまだ管理者がいません。{ $user } としてサインインしています。所有者になると、ユーザーやアプリを追加し、ほかの人を管理者にできます。
setup_become_submit = 所有者になる
setup_or_new = または新しいアカウントで
setup_have_account = アカウントを持っている: サインイン
