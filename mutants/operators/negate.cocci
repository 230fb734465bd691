// a condition is negated
@@
expression E;
statement S1, S2;
position p : script:python() { wanted(p) };
@@
(
  if (
- E@p
+ !(E)
  ) S1
|
  if (
- E@p
+ !(E)
  ) S1 else S2
)

// of while and do while, for which spatch has no transformation of its own
@@
expression E;
position p : script:python() { between("while (", p, ")") and wanted(p) };
@@
- E@p
+ !(E)

@@
expression E, E1, E2;
statement S;
position p : script:python() { wanted(p) };
@@
  for (E1;
- E@p
+ !(E)
  ; E2) S

@@
expression E, E1, E2;
position p : script:python() { wanted(p) };
@@
- E@p
+ !(E)
  ? E1 : E2
