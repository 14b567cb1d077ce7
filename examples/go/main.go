// An API whose requests are allowed by access tokens of Doorward.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"log"
	"net/http"
	"os"
)

func main() {
	tokens, err := NewAccessTokens(context.Background(), os.Getenv("ISSUER"), os.Getenv("AUDIENCE"))
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("GET /{$}", func(response http.ResponseWriter, _ *http.Request) { response.Write([]byte("Inventory")) })
	http.HandleFunc("GET /items", tokens.Permission("inventory.read", func(response http.ResponseWriter, request *http.Request) {
		answer(response, map[string]any{"items": []string{"lamp"}, "user": ClaimsOf(request).Subject})
	}))
	http.HandleFunc("POST /items", tokens.Permission("inventory.write", func(response http.ResponseWriter, _ *http.Request) {
		answer(response, map[string]any{"added": true})
	}))
	http.HandleFunc("POST /close", tokens.Role("manager", func(response http.ResponseWriter, _ *http.Request) {
		answer(response, map[string]any{"closed": true})
	}))
	log.Fatal(http.ListenAndServe("127.0.0.1:"+cmp.Or(os.Getenv("PORT"), "3001"), nil))
}

func answer(response http.ResponseWriter, body any) {
	response.Header().Set("Content-Type", "application/json")
	json.NewEncoder(response).Encode(body)
}
