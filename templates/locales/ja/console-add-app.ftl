# Adding an app to the console by a preset, and waiting for its first sign-in.

console_choose_lead = 次のアプリとライブラリの設定は用意されています。一つ選んでアドレスを入力すると、アプリの設定に書く内容が表示されます。
console_choose_other = その他のアプリ
console_choose_other_hint = 設定を自分で入力する、Webアプリ、シングルページ アプリ、ネイティブ アプリ、またはサービスです。
console_choose_other_link = その他のアプリを追加
console_family_libraries = ライブラリとフレームワーク
console_family_monitoring = 監視とダッシュボード
console_family_git = Gitホスティングとビルド
console_family_wikis = Wikiとノート
console_family_storage = ストレージとメディア
console_family_chat = チャット
console_family_platform = Kubernetes、Vault、プラットフォーム
console_family_proxies = プロキシ
console_preset_effect = 必要な設定でアプリを追加します。次のページに、アプリに書く内容がシークレットとともに今回だけ表示されます。
console_preset_url = アプリのアドレス
console_preset_url_hint = 開くときのアドレスです。例: https://app.example.com または http://localhost:3000
console_preset_url_wrong = クエリのないWebアドレスを入力してください。例: https://app.example.com
console_preset_value = アプリの設定での名前
console_preset_value_wrong = 英字、数字、ハイフン、ピリオド、アンダースコアを使用してください。
console_preset_client_id_hint = 後から変更されることはありません。同じ種類の2つ目のアプリには、別の識別子を選んでください。
# $app is the name of the app that was added.
console_written_title = { $app } の設定
console_written_lead = 次の内容を今すぐアプリの設定に書いてください。シークレットが表示されるのは今回だけです。紛失した場合は、新しいものを作成してください。
console_written_lead_public = 次の内容をアプリの設定に書いてください。シークレットはありません。
console_written_documentation = アプリのドキュメント
console_written_values = 値を個別に表示
console_written_done = コピーしました
console_copy = コピー
console_copied = コピーしました
console_wait_waiting = 最初のサインインを待っています…
console_wait_hint = アプリを開いてサインインしてください。数秒以内にこのページに表示されます。
# $app is the name of the app that was added.
console_wait_came = { $app } へのサインインがありました。正しく動作しています。
console_wait_check = 今すぐ確認
console_first_sign_in = 最初のサインイン
console_first_sign_in_none = まだありません
console_apps_empty = アプリはまだありません。最初のアプリを追加してください。
