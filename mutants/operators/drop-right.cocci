// the right side of && or || is dropped
@@
expression E1, E2;
position p : script:python() { wanted(p) };
@@
(
  E1
- && E2@p
|
  E1
- || E2@p
)
