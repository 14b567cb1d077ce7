# コンソールのIDプロバイダー。

console_nav_providers = IDプロバイダー
console_providers_hint = サインインに使われている他のシステムと、その動作を確認します。
console_providers_none = IDプロバイダーはまだありません。ファイルで宣言し、{ $command } で読み込んでください。
console_check = 確認項目
console_more_than = { $count } を超える
console_provider_kind = 種類
console_provider_links = リンクのみ
console_provider_newcomers = 初めての人
console_provider_sign_up = アカウントを作成
console_provider_known = 拒否
console_provider_linked = リンクされたID
console_provider_redirect = プロバイダーに登録するリダイレクトURI
console_provider_file = プロバイダーはファイルの { $table } で宣言されています。そこで変更し、{ $command } で読み込んでください。
console_provider_test = プロバイダーをテスト
console_provider_test_effect = プロバイダーの設定と鍵を問い合わせ、リダイレクトURIとクライアントシークレットを試します。誰もサインインしません。
console_provider_works = ここから確認できるものはすべて動作しています。
console_provider_fails = 問題があります。以下の各行に変更点が書かれています。
console_provider_disable = プロバイダーを無効にする
console_provider_disable_effect = 以後、このプロバイダーでは誰もサインインできません。すでに始まったセッションは続きます。宣言しているファイルが再び適用されると、ファイルの内容に従います。
console_provider_enable = プロバイダーを有効にする
console_provider_enable_effect = このプロバイダーで再びサインインできます。宣言しているファイルが再び適用されると、ファイルの内容に従います。
