// a change of flags is dropped
@@
expression E1, E2;
assignment operator o = { |=, &= };
position q;
position p : script:python(q) { wanted(q, p) };
@@
- E1@q o E2@p;
+ ;
