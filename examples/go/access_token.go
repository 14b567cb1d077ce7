package main

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/time/rate"
)

var bearer = regexp.MustCompile(`(?i)^Bearer +(\S+)$`)

// Claims are what an access token says of the user, or of the service that acts for itself.
type Claims struct {
	jwt.RegisteredClaims
	ClientID    string   `json:"client_id"`
	Scope       string   `json:"scope"`
	Roles       []string `json:"roles"`
	Permissions []string `json:"permissions"`
}

// What a user may do comes from their roles; what a service may do is its scope.
func (claims *Claims) permissions() []string {
	if claims.Subject == claims.ClientID {
		return strings.Fields(claims.Scope)
	}
	return claims.Permissions
}

// AccessTokens checks access tokens of Doorward (RFC 9068) by its key set alone, and answers as RFC 6750 says.
type AccessTokens struct {
	keys   keyfunc.Keyfunc
	parser *jwt.Parser
}

// NewAccessTokens reads the key set. What was read stays while Doorward cannot be reached.
func NewAccessTokens(ctx context.Context, issuer, audience string) (*AccessTokens, error) {
	keys, err := keyfunc.NewDefaultOverrideCtx(ctx, []string{issuer + "/.well-known/jwks.json"}, keyfunc.Override{
		// A key that was taken out of the key set is forgotten after this time.
		RefreshInterval: 5 * time.Minute,
		// A token with an unknown key leads to a reading of the key set, at most once in this time, whoever sends how many.
		RefreshUnknownKID: rate.NewLimiter(rate.Every(10*time.Second), 1),
		// Nobody waits for that longer than this.
		RateLimitWaitMax: time.Second,
	})
	return &AccessTokens{keys, jwt.NewParser(
		jwt.WithIssuer(issuer), jwt.WithAudience(audience), jwt.WithExpirationRequired(), jwt.WithLeeway(5*time.Second),
		jwt.WithValidMethods([]string{"RS256", "ES256", "EdDSA", "PS256"}),
	)}, err
}

// Permission lets in whoever has it.
func (tokens *AccessTokens) Permission(name string, next http.HandlerFunc) http.HandlerFunc {
	return tokens.allow(func(claims *Claims) bool { return slices.Contains(claims.permissions(), name) }, next)
}

// Role lets in whoever has it.
func (tokens *AccessTokens) Role(name string, next http.HandlerFunc) http.HandlerFunc {
	return tokens.allow(func(claims *Claims) bool { return slices.Contains(claims.Roles, name) }, next)
}

type claimsKey struct{}

// ClaimsOf are the claims of a request that was let in.
func ClaimsOf(request *http.Request) *Claims {
	return request.Context().Value(claimsKey{}).(*Claims)
}

func (tokens *AccessTokens) allow(isAllowed func(*Claims) bool, next http.HandlerFunc) http.HandlerFunc {
	return func(response http.ResponseWriter, request *http.Request) {
		found := bearer.FindStringSubmatch(request.Header.Get("Authorization"))
		if found == nil {
			refuse(response, http.StatusUnauthorized, "Bearer")
			return
		}
		claims := &Claims{}
		token, err := tokens.parser.ParseWithClaims(found[1], claims, tokens.keys.KeyfuncCtx(request.Context()))
		if err != nil || !isAccessToken(token) || claims.Subject == "" {
			refuse(response, http.StatusUnauthorized, `Bearer error="invalid_token"`)
			return
		}
		if !isAllowed(claims) {
			refuse(response, http.StatusForbidden, `Bearer error="insufficient_scope"`)
			return
		}
		next(response, request.WithContext(context.WithValue(request.Context(), claimsKey{}, claims)))
	}
}

func isAccessToken(token *jwt.Token) bool {
	typ, _ := token.Header["typ"].(string)
	return strings.TrimPrefix(strings.ToLower(typ), "application/") == "at+jwt"
}

func refuse(response http.ResponseWriter, status int, challenge string) {
	response.Header().Set("WWW-Authenticate", challenge)
	response.WriteHeader(status)
}
